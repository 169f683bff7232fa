import QtQuick
import Checkin.Style

// The ring of seconds beside the two sentences that matter.
Panel {
    id: panel

    property real part: 1
    property int seconds: 0
    property int percent: 0

    implicitHeight: Math.max(ring.height, words.height) + Theme.u(Theme.small ? 36 : 80)

    Ring {
        id: ring

        anchors.verticalCenter: parent.verticalCenter
        height: width
        part: panel.part
        seconds: panel.seconds
        width: Math.min(Theme.u(330), panel.width * (Theme.small ? 0.4 : 0.36))
        x: Theme.u(Theme.small ? 20 : 40)
    }
    Column {
        id: words

        anchors.left: ring.right
        anchors.leftMargin: Theme.u(Theme.small ? 20 : 44)
        anchors.right: parent.right
        anchors.rightMargin: Theme.u(Theme.small ? 16 : 32)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.u(Theme.small ? 6 : 20)

        Prose {
            font.weight: Font.Bold
            leading: 1.38
            size: Theme.small ? 34 : 44
            text: panel.percent > 0 ? qsTr("Đặt đúng thẻ lúc nãy, máy đọc tiếp từ %1 %").arg(panel.percent) : qsTr("Đặt đúng thẻ lúc nãy, máy đọc tiếp")
            width: parent.width
        }
        Prose {
            color: Theme.ink2
            size: Theme.small ? 34 : 38
            text: qsTr("Đặt thẻ khác thì máy đọc lại từ đầu.")
            visible: !Theme.small
            width: parent.width
        }
    }
}
