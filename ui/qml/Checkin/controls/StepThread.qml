pragma ComponentBehavior: Bound

import QtQuick
import Checkin.Style

// Where in the five steps a person stands: beads on a thread, the present one with its name.
Item {
    id: thread

    property int step: 1
    property bool brief: false
    readonly property list<string> names: [qsTr("Đưa thẻ"), qsTr("Đọc thẻ"), qsTr("Xác nhận"), qsTr("Chọn khám"), qsTr("Lấy số")]

    implicitHeight: Theme.u(60)
    implicitWidth: beads.width

    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.lotus
        height: Theme.u(6)
        radius: height / 2
        visible: !thread.brief
        width: beads.width
    }
    Row {
        id: beads

        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.u(Theme.small ? 14 : Theme.wide ? 24 : 34)

        Repeater {
            model: 5

            Rectangle {
                id: bead

                required property int index
                readonly property bool here: index === thread.step - 1
                readonly property bool done: index < thread.step - 1

                anchors.verticalCenter: parent?.verticalCenter
                border.color: Theme.line
                border.width: here || done ? 0 : Theme.u(4)
                color: here || done ? Theme.jade : Theme.surface
                height: Theme.u(here ? 60 : 48)
                radius: height / 2
                visible: here || !thread.brief
                width: here ? name.implicitWidth + Theme.u(56) : height

                Prose {
                    id: name

                    anchors.centerIn: parent
                    color: Theme.jadeText
                    font.weight: Font.Bold
                    size: 34
                    text: (bead.index + 1) + "/5  " + thread.names[bead.index]
                    visible: bead.here
                    wrapMode: Text.NoWrap
                }
                Icon {
                    anchors.centerIn: parent
                    name: "check"
                    size: 30
                    tint: Theme.jadeText
                    visible: bead.done
                }
            }
        }
    }
}
