import QtQuick
import Checkin.Style

// A picture; with high contrast it stands on a white plate. `bleed` lets a sleeve run out of the right edge.
Item {
    id: frame

    property string name: ""
    property bool bleed: false
    property bool plate: true
    readonly property bool plated: plate && Theme.contrast
    readonly property int inset: plated ? Theme.u(12) : 0

    Rectangle {
        color: "#FFFFFF"
        height: image.paintedHeight + 2 * frame.inset
        radius: Theme.u(28)
        visible: frame.plated && image.paintedHeight > 0
        width: image.paintedWidth + (frame.bleed ? 1 : 2) * frame.inset
        x: frame.bleed ? frame.width - width : (frame.width - width) / 2
        y: (frame.height - height) / 2
    }
    Image {
        id: image

        anchors.fill: parent
        anchors.margins: frame.inset
        anchors.rightMargin: frame.bleed ? 0 : frame.inset
        fillMode: Image.PreserveAspectFit
        horizontalAlignment: frame.bleed ? Image.AlignRight : Image.AlignHCenter
        source: frame.name === "" || width < 8 || height < 8 ? "" : Theme.picture(frame.name)
        sourceSize: Qt.size(width, height)
    }
}
