import QtQuick
import Checkin.Style

// A choice over the full width: picture of what it is about, what it does, a word more, and where it leads.
Key {
    id: key

    property string icon: ""
    property string note: ""
    property bool arrow: !erasing
    property real size: Theme.small ? (height < Theme.u(104) ? 34 : 38) : 44
    readonly property bool marked: width >= Theme.u(320)
    readonly property real disc: Math.min(Theme.small ? 76 : 100, (height / Theme.k - foot) * 0.74)
    readonly property bool noted: note !== "" && height - Theme.u(foot) >= title.height + more.height + Theme.u(12)

    corner: 40
    foot: 10
    implicitHeight: Theme.u(Theme.small ? 104 : Theme.wide ? 132 : 164)

    Disc {
        id: mark

        anchors.left: parent.left
        anchors.leftMargin: Theme.u(Theme.small ? 20 : 30)
        anchors.verticalCenter: parent.verticalCenter
        ground: key.erasing ? Theme.stopBg : key.chosen ? Theme.surface : Theme.stageTop
        name: key.icon
        size: key.disc
        tint: key.erasing ? Theme.stop : Theme.jade
        visible: key.marked
    }
    Column {
        anchors.left: key.marked ? mark.right : parent.left
        anchors.leftMargin: Theme.u(Theme.small ? (key.marked ? 18 : 24) : 28)
        anchors.right: arrow.visible ? arrow.left : parent.right
        anchors.rightMargin: Theme.u(16)
        anchors.verticalCenter: parent.verticalCenter

        Prose {
            id: title

            color: key.ink
            font.weight: Font.Bold
            leading: 1.26
            size: key.size
            text: key.label
            width: parent.width
        }
        Prose {
            id: more

            color: key.erasing ? Theme.stop : Theme.ink2
            size: 34
            text: key.note
            visible: key.noted
            width: parent.width
        }
    }
    Icon {
        id: arrow

        anchors.right: parent.right
        anchors.rightMargin: Theme.u(Theme.small ? 20 : 36)
        anchors.verticalCenter: parent.verticalCenter
        name: "forward"
        size: 48
        tint: Theme.jade
        visible: key.arrow
    }
}
