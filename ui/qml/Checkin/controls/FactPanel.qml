pragma ComponentBehavior: Bound

import QtQuick
import Checkin.Style

// Facts in rows: what, its value, and a tick where it was checked. Rows without a value are left out.
Panel {
    id: panel

    property list<string> names: []
    property list<string> values: []
    property list<bool> ticks: []
    readonly property int pad: Theme.u(Theme.small ? 24 : 44)
    readonly property bool stacked: width < Theme.u(900)
    readonly property real column: stacked ? 0 : 300

    implicitHeight: rows.height + Theme.u(Theme.small ? 12 : 36)

    Column {
        id: rows

        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - 2 * panel.pad
        x: panel.pad

        Repeater {
            model: panel.names.length

            Item {
                id: row

                required property int index
                readonly property string shown: panel.values[index] ?? ""

                height: visible ? Math.max(Theme.u(panel.stacked ? 60 : Theme.wide ? 92 : 104), value.height + (panel.stacked ? name.height : 0) + Theme.u(panel.stacked ? 8 : 24)) : 0
                visible: shown !== ""
                width: rows.width

                Rectangle {
                    color: Theme.lineSoft
                    height: Math.max(1, Theme.u(2))
                    visible: row.index > 0
                    width: parent.width
                }
                Prose {
                    id: name

                    color: Theme.ink2
                    leading: 1.26
                    size: Theme.small ? 34 : 38
                    text: panel.names[row.index] ?? ""
                    width: panel.stacked ? row.width : Theme.u(panel.column - 12)
                    y: panel.stacked ? Theme.u(4) : (row.height - height) / 2
                }
                Prose {
                    id: value

                    font.weight: Font.Bold
                    leading: 1.28
                    size: Theme.small ? 34 : 42
                    text: row.shown
                    width: parent.width - x - Theme.u(70)
                    x: Theme.u(panel.column)
                    y: panel.stacked ? name.y + name.height : (row.height - height) / 2
                }
                Icon {
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    name: "check"
                    size: 54
                    tint: Theme.good
                    visible: panel.ticks[row.index] ?? false
                }
            }
        }
    }
}
