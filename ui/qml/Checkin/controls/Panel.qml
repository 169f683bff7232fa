import QtQuick
import Checkin.Style

// Flat ground for information: no foot, nothing to press.
Rectangle {
    readonly property bool solid: true

    border.color: Theme.line
    border.width: Theme.contrast ? Theme.u(4) : 0
    color: Theme.surface
    radius: Theme.u(32)
}
