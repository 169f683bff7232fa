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
        anchors.fill: parent
        color: "#FFFFFF"
        radius: Theme.u(32)
        visible: frame.plated
    }
    Image {
        anchors.fill: parent
        anchors.margins: frame.inset
        anchors.rightMargin: frame.bleed ? 0 : frame.inset
        fillMode: Image.PreserveAspectFit
        horizontalAlignment: frame.bleed ? Image.AlignRight : Image.AlignHCenter
        source: frame.name === "" || width < 8 || height < 8 ? "" : Theme.picture(frame.name)
        sourceSize: Qt.size(width, height)
    }
}
