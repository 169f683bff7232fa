import QtQuick
import Checkin.Style

// A sentence to be read, with its shape and colour.
Rectangle {
    id: notice

    readonly property bool solid: true
    property string icon: "clock"
    property string label: ""
    property color tint: Theme.wait
    property color ground: Theme.waitBg
    property real size: Theme.small ? 34 : 38
    property bool snug: Theme.small

    border.color: tint
    border.width: Theme.contrast ? Theme.u(4) : 0
    color: ground
    implicitHeight: words.height + Theme.u(snug ? 24 : 52)
    radius: Theme.u(32)

    Icon {
        id: mark

        anchors.left: parent.left
        anchors.leftMargin: Theme.u(Theme.small ? 24 : 36)
        anchors.verticalCenter: parent.verticalCenter
        name: notice.icon
        size: Theme.small ? 56 : 76
        tint: notice.tint
    }
    Prose {
        id: words

        anchors.left: mark.right
        anchors.leftMargin: Theme.u(Theme.small ? 20 : 36)
        anchors.right: parent.right
        anchors.rightMargin: Theme.u(Theme.small ? 20 : 32)
        anchors.verticalCenter: parent.verticalCenter
        color: notice.tint
        font.weight: Font.DemiBold
        leading: 1.38
        size: notice.size
        text: notice.label
    }
}
