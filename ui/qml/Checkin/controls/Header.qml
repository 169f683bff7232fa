import QtQuick
import Checkin.Style

// Whose kiosk this is, and what time it is.
Item {
    id: header

    property string facility: ""
    property string clock: ""

    implicitHeight: Theme.u(100)

    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        color: "#FFFFFF"
        height: Theme.u(76)
        radius: Theme.u(20)
        visible: Theme.contrast
        width: height
    }
    Image {
        id: mark

        anchors.verticalCenter: parent.verticalCenter
        height: Theme.u(Theme.contrast ? 64 : 76)
        source: Theme.picture("mark")
        sourceSize: Qt.size(width, height)
        width: height
        x: Theme.contrast ? Theme.u(6) : 0
    }
    Prose {
        anchors.left: parent.left
        anchors.leftMargin: Theme.u(96)
        anchors.right: clock.left
        anchors.rightMargin: Theme.u(24)
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.jade
        elide: Text.ElideRight
        font.weight: Font.Bold
        leading: 1.2
        maximumLineCount: 2
        size: Theme.small ? 34 : 36
        text: header.facility
    }
    Prose {
        id: clock

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        font.weight: Font.Bold
        size: 36
        text: header.clock
        wrapMode: Text.NoWrap
    }
}
