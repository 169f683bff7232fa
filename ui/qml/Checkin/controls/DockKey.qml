import QtQuick
import QtQuick.Layouts
import Checkin.Style

// A key of the dock: always there, always in the same place.
Key {
    id: key

    property string icon: ""

    Layout.fillHeight: true
    Layout.fillWidth: true
    corner: 32

    Column {
        anchors.centerIn: parent
        spacing: Theme.u(Theme.small ? -2 : 2)

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: key.icon
            size: Theme.small ? 52 : 60
            tint: Theme.jade
        }
        Prose {
            anchors.horizontalCenter: parent.horizontalCenter
            color: key.ink
            font.weight: Font.DemiBold
            horizontalAlignment: Text.AlignHCenter
            leading: 1.26
            size: 34
            text: key.label
            width: Math.min(implicitWidth, key.width - Theme.u(12))
        }
    }
}
