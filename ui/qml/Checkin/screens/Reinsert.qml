import QtQuick
import QtQuick.Layouts
import Checkin.Style
import Checkin.controls

// The card left the reader too early: put the same one back, the read goes on.
Screen {
    id: screen

    amber: true
    bleed: true
    centred: true
    middle: true
    objectName: "screen_REINSERT"
    moving: "reinsert-hand"
    picture: "reinsert"
    rim: 980
    slim: true
    step: 2
    subtitle: qsTr("Thẻ vừa rời khỏi đầu đọc")
    title: qsTr("Mời đặt lại thẻ")
    titleSize: 88

    ReinsertPanel {
        part: screen.session.countdownPart
        percent: screen.session.reinsertPercent
        seconds: screen.session.countdownSeconds
        Layout.fillWidth: true
    }

    ActionKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(168)
        icon: "ticket"
        label: qsTr("Không đọc nữa, lấy số ra quầy")
        objectName: "desk_ticket"
        size: Theme.small ? 36 : 42

        onTapped: screen.session.post("desk_ticket")
    }
}
