import QtQuick
import QtQuick.Layouts
import Checkin.Style
import Checkin.controls

// Covers what was there and asks whether anybody still is.
Screen {
    id: screen

    amber: true
    centred: true
    dockStart: "contrast"
    middle: true
    objectName: "screen_IDLE_WARNING"
    rim: 1180
    step: 0
    subtitle: session.cardPresent ? qsTr("Nếu không bấm, máy sẽ xóa thông tin và trở về màn hình đầu. Nhớ lấy lại thẻ.") : qsTr("Nếu không bấm, máy sẽ xóa thông tin và trở về màn hình đầu.")
    title: qsTr("Cần thêm thời gian?")
    titleSize: 84
    wideTitleSize: 66

    scenery: Ring {
        anchors.centerIn: parent
        height: Math.min(parent?.height ?? 0, Theme.u(460))
        part: screen.session.countdownPart
        seconds: screen.session.countdownSeconds
        width: height
    }

    ActionKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(220)
        icon: "clock"
        kind: Key.Kind.Strong
        label: qsTr("Cần thêm thời gian")
        objectName: "more_time"

        onTapped: screen.session.post("more_time")
    }
    ActionKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(180)
        icon: "cancel"
        kind: Key.Kind.Erasing
        label: qsTr("Kết thúc, xóa thông tin")
        objectName: "finish"

        onTapped: screen.session.post("finish")
    }
}
