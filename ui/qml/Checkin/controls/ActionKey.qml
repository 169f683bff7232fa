import QtQuick
import Checkin.Style

// A key with one line of action: an icon and a verb, in the middle.
Key {
    id: key

    property string icon: ""
    property bool iconAfter: false
    property real size: strong ? (Theme.small ? (height < Theme.u(120) ? 38 : 44) : 52) : (Theme.small ? 38 : 44)
    readonly property int room: width - Theme.u(40) - (icon === "" ? 0 : Theme.u(size * 1.2 + 24))

    corner: 40
    foot: 10
    implicitHeight: Theme.u(Theme.small ? 112 : strong ? 168 : 140)

    Row {
        anchors.centerIn: parent
        layoutDirection: key.iconAfter ? Qt.RightToLeft : Qt.LeftToRight
        spacing: Theme.u(24)

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: key.icon
            size: key.size * 1.2
            tint: key.ink
            visible: key.icon !== ""
        }
        Prose {
            anchors.verticalCenter: parent.verticalCenter
            color: key.ink
            font.weight: Font.Bold
            horizontalAlignment: key.icon === "" ? Text.AlignHCenter : Text.AlignLeft
            leading: 1.26
            size: key.size
            text: key.label
            width: Math.min(implicitWidth, key.room)
        }
    }
}
