import QtQuick
import Checkin.Style

// One of the house icons, drawn in one colour.
Image {
    property string name: ""
    property color tint: Theme.ink
    property real size: 60

    height: Theme.u(size)
    source: name === "" ? "" : "image://ink/" + name + "/" + Theme.plain(tint)
    sourceSize: Qt.size(Theme.u(size), Theme.u(size))
    width: Theme.u(size)
}
