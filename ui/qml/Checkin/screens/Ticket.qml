import QtQuick
import QtQuick.Layouts
import Checkin.Style
import Checkin.controls

// The number, huge, and where to go. Closes itself, says when, and can be held open.
Screen {
    id: screen

    dockEnd: "finish"
    dockStart: "more_time"
    objectName: "screen_TICKET"
    rim: 600
    share: Theme.small ? 0.56 : 0.54
    step: 5
    subtitle: Theme.small ? "" : session.printed ? qsTr("Mời lấy phiếu ở khe in bên dưới") : session.onScreenOnly ? qsTr("Mời chụp lại hoặc nhớ số này") : qsTr("Phiếu số đang in")
    title: session.ticketReprint ? qsTr("Số khám đã lấy") : session.ticketToDesk ? qsTr("Số ra quầy") : qsTr("Số khám")
    wideTitleSize: 60

    TicketCard {
        Layout.bottomMargin: Theme.u(8)
        Layout.fillWidth: true
        Layout.topMargin: Theme.wide ? 0 : -Theme.u(236)
        session: screen.session
        visible: !Theme.wide
    }
    ActionKey {
        Layout.fillHeight: Theme.wide
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(Theme.wide ? 260 : 168)
        icon: "check"
        kind: Key.Kind.Strong
        label: qsTr("Xong")
        objectName: "done"

        onTapped: screen.session.post("done")
    }
    Prose {
        Layout.fillWidth: true
        Layout.topMargin: -Theme.u(12)
        color: Theme.ink2
        horizontalAlignment: Text.AlignHCenter
        size: 34
        text: qsTr("Tự đóng và xóa thông tin sau %1 giây").arg(screen.session.countdownSeconds)
    }

    scenery: TicketCard {
        session: screen.session
        visible: Theme.wide
        width: parent?.width ?? 0
    }
}
