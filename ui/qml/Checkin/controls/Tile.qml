import QtQuick
import Checkin.Style

// One of several equal choices, told by an icon and two words.
Key {
    id: key

    property string icon: ""
    property string note: ""
    property string figure: ""
    property real size: Theme.small ? 34 : Theme.wide ? 38 : 42
    property bool marked: width >= Theme.u(300)

    foot: 8
    implicitHeight: Theme.u(Theme.small ? 96 : Theme.wide ? 120 : 208)

    Disc {
        id: mark

        anchors.left: parent.left
        anchors.leftMargin: Theme.u(Theme.wide ? 18 : 26)
        anchors.verticalCenter: parent.verticalCenter
        name: key.icon
        size: Math.min(Theme.small ? 72 : 104, (key.height / Theme.k - key.foot) * 0.64)
        visible: key.marked
    }
    Column {
        anchors.left: key.marked ? mark.right : parent.left
        anchors.leftMargin: Theme.u(Theme.small ? 24 : 22)
        anchors.right: parent.right
        anchors.rightMargin: Theme.u(Theme.small ? 6 : 14)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.u(Theme.small ? 0 : 4)

        Prose {
            id: title

            color: key.ink
            font.weight: Font.Bold
            leading: 1.22
            size: key.size
            text: key.label
            width: parent.width
        }
        Row {
            spacing: Theme.u(10)
            visible: key.note !== "" && key.height - Theme.u(key.foot) >= title.height + more.height

            Prose {
                id: number

                font.weight: Font.Bold
                size: 34
                text: key.figure
                visible: key.figure !== ""
            }
            Prose {
                id: more

                color: Theme.ink2
                leading: 1.3
                size: 34
                text: key.note
                width: title.width - (key.figure === "" ? 0 : number.width + Theme.u(10))
            }
        }
    }
}
