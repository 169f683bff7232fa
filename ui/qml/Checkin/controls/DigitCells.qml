pragma ComponentBehavior: Bound

import QtQuick
import Checkin.Style

// What has been typed, a cell a digit; the cell that waits has a caret.
Item {
    id: cells

    property string digits: ""
    property int count: 6
    property var gaps: []
    property real size: Theme.small ? 60 : 84
    readonly property int pitch: Theme.u(count > 8 ? 10 : Theme.small ? 12 : 22)
    readonly property int extra: Theme.u(count > 8 ? 18 : 40)
    readonly property int side: Math.floor((width - pitch * (count - 1) - extra * gaps.length) / count)

    implicitHeight: Theme.u(Theme.small ? 92 : 140)

    Row {
        Repeater {
            model: cells.count

            Item {
                id: cell

                required property int index
                readonly property bool waits: index === cells.digits.length
                readonly property int lead: index === 0 ? 0 : cells.pitch + (cells.gaps.indexOf(index) >= 0 ? cells.extra : 0)

                height: cells.height
                width: cells.side + lead

                Rectangle {
                    border.color: cell.waits ? Theme.turmericLine : Theme.line
                    border.width: Theme.u(cell.waits ? 8 : 4)
                    color: Theme.surface
                    height: parent.height
                    radius: Theme.u(cells.count > 8 ? 16 : 28)
                    width: cells.side
                    x: cell.lead

                    Prose {
                        anchors.centerIn: parent
                        font.weight: Font.ExtraBold
                        leading: 1.2
                        size: Math.min(cells.size, cells.side / Theme.k * 0.9)
                        text: cells.digits.charAt(cell.index)
                    }
                    Rectangle {
                        anchors.centerIn: parent
                        color: Theme.turmericLine
                        height: parent.height * 0.54
                        radius: width / 2
                        visible: cell.waits
                        width: Theme.u(6)
                    }
                }
            }
        }
    }
}
