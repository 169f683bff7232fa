import QtQuick
import Checkin.Style

// A picture; with high contrast it stands on a white plate. `bleed` lets a sleeve run out of the right edge.
// `moving` names the layer that travels: the hand with the card, 28 units in 1.6 s, for 12 s.
Item {
    id: frame

    property string name: ""
    property string moving: ""
    property bool bleed: false
    property bool plate: true
    readonly property bool plated: plate && Theme.contrast
    property real lift: 0
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
    Image {
        anchors.fill: image
        fillMode: image.fillMode
        horizontalAlignment: image.horizontalAlignment
        source: frame.moving === "" || image.source.toString() === "" ? "" : Theme.picture(frame.moving)
        sourceSize: image.sourceSize

        transform: Translate {
            y: travel.running ? frame.lift : 0
        }
    }
    SequentialAnimation {
        id: travel

        loops: 8
        running: frame.moving !== "" && frame.visible && !Theme.still

        NumberAnimation {
            duration: 800
            easing.type: Easing.InOutSine
            from: 0
            property: "lift"
            target: frame
            to: -28 * Theme.k
        }
        NumberAnimation {
            duration: 800
            easing.type: Easing.InOutSine
            property: "lift"
            target: frame
            to: 0
        }
    }
}
