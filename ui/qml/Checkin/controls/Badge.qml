import QtQuick
import Checkin.Style

// A judged fact: colour, shape and word together.
Rectangle {
    id: badge

    readonly property bool solid: true
    property string icon: "shield"
    property string label: ""
    property color tint: Theme.good
    property color ground: Theme.goodBg
    property int room: Theme.u(640)

    border.color: tint
    border.width: Theme.u(3)
    color: ground
    implicitHeight: Math.max(Theme.u(68), words.height + Theme.u(16))
    implicitWidth: words.width + Theme.u(102)
    radius: Math.min(height / 2, Theme.u(36))

    Icon {
        anchors.left: parent.left
        anchors.leftMargin: Theme.u(20)
        anchors.verticalCenter: parent.verticalCenter
        name: badge.icon
        size: 46
        tint: badge.tint
    }
    Prose {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        color: badge.tint
        font.weight: Font.Bold
        size: 34
        text: badge.label
        width: Math.min(implicitWidth, badge.room - Theme.u(102))
        x: Theme.u(78)
    }
}
