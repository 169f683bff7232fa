import QtQuick
import Checkin.Style

// How far the bytes are. It follows them and never runs back.
Rectangle {
    id: bar

    property int percent: 0

    border.color: Theme.line
    border.width: Theme.u(3)
    color: Theme.track
    implicitHeight: Theme.u(44)
    radius: height / 2

    Rectangle {
        color: Theme.jade
        height: bar.height
        radius: bar.radius
        visible: bar.percent > 0
        width: Math.max(bar.height, bar.width * Math.min(100, bar.percent) / 100)

        Behavior on width {
            enabled: !Theme.still

            NumberAnimation {
                duration: 200
                easing.type: Easing.OutQuad
            }
        }
    }
}
