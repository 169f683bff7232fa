pragma ComponentBehavior: Bound

import QtQuick

// The six digits to type on the kiosk, in cells of one width: the font has no tabular figures.
Rectangle {
    id: cells

    required property string digits

    border.color: Theme.ink
    border.width: 2
    color: Theme.turmeric
    implicitHeight: 34
    implicitWidth: row.width + 16
    radius: 8

    Row {
        id: row

        anchors.centerIn: parent

        Repeater {
            model: cells.digits.length

            Line {
                required property int index

                font.weight: Font.Bold
                horizontalAlignment: Text.AlignHCenter
                size: 22
                text: cells.digits.charAt(index)
                width: 16
            }
        }
    }
}
