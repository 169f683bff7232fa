import QtQuick
import QtQuick.Layouts
import Checkin.Style
import Checkin.controls

// The card comes out before the ticket. No button: the card itself is the control. Nothing personal is shown.
Screen {
    id: screen

    readonly property bool saved: session.sessionOpen

    bleed: true
    centred: true
    dockEnd: saved ? "finish" : ""
    dockStart: "contrast"
    middle: true
    objectName: "screen_TAKE_CARD"
    moving: "take-card-hand"
    picture: "take-card"
    rim: saved ? 1340 : 1560
    share: Theme.small ? 0.48 : 0.52
    step: saved ? 5 : 0
    subtitle: saved ? qsTr("Lấy thẻ xong, số khám sẽ hiện ra") : qsTr("Không giữ lại thông tin nào")
    title: qsTr("Mời lấy lại thẻ")
    titleSize: session.language === "en" ? 84 : 104

    Panel {
        implicitHeight: Math.max(Theme.u(Theme.small ? 150 : Theme.wide ? 190 : 250), words.height + Theme.u(48))
        visible: screen.saved
        Layout.fillWidth: true

        Illustration {
            id: slip

            height: Math.min(Theme.u(Theme.wide ? 160 : 210), width * 0.62)
            anchors.verticalCenter: parent.verticalCenter
            name: "ticket-out"
            visible: !Theme.small
            width: parent.width * 0.35
            x: Theme.u(24)
        }
        Prose {
            id: words

            anchors.left: Theme.small ? parent.left : slip.right
            anchors.leftMargin: Theme.u(24)
            anchors.right: parent.right
            anchors.rightMargin: Theme.u(24)
            anchors.verticalCenter: parent.verticalCenter
            font.weight: Font.Bold
            leading: 1.4
            size: Theme.small ? 34 : 42
            text: qsTr("Đã ghi nhận lượt khám.\nSố khám đang chờ.")
        }
    }
}
