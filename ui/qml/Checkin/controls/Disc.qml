import QtQuick
import Checkin.Style

// An icon on a round ground.
Rectangle {
    id: disc

    property string name: ""
    property real size: 100
    property color tint: Theme.jade
    property color ground: Theme.stageTop

    border.color: tint
    border.width: Theme.contrast ? Theme.u(3) : 0
    color: ground
    height: Theme.u(size)
    radius: height / 2
    width: Theme.u(size)

    Icon {
        anchors.centerIn: parent
        name: disc.name
        size: disc.size * 0.6
        tint: disc.tint
    }
}
