pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Checkin.Style

// Ten digits, a way to take one back, and one more key of the screen's own; without that the nought is wide.
GridLayout {
    id: pad

    property string otherIcon: ""
    property string otherLabel: ""
    property string otherName: "show_qr"
    property bool otherStrong: false
    property bool otherOff: false

    signal digit(string figure)
    signal erase
    signal other

    columnSpacing: Theme.u(Theme.small ? 14 : 28)
    columns: 3
    rowSpacing: Theme.u(Theme.small ? 14 : 18)
    uniformCellHeights: true
    uniformCellWidths: true

    Repeater {
        model: ["1", "2", "3", "4", "5", "6", "7", "8", "9"]

        DigitKey {
            required property string modelData

            figure: modelData

            onTapped: pad.digit(modelData)
        }
    }
    SideKey {
        icon: "erase"
        label: qsTr("Xóa")
        objectName: "erase"

        onTapped: pad.erase()
    }
    DigitKey {
        Layout.columnSpan: pad.otherLabel === "" ? 2 : 1
        figure: "0"

        onTapped: pad.digit("0")
    }
    SideKey {
        icon: pad.otherIcon
        kind: pad.otherStrong ? Key.Kind.Strong : Key.Kind.Plain
        label: pad.otherLabel
        objectName: pad.otherName
        off: pad.otherOff
        visible: pad.otherLabel !== ""

        onTapped: pad.other()
    }

    component DigitKey: Key {
        id: number

        property string figure: ""

        Layout.fillHeight: true
        Layout.fillWidth: true
        foot: 10
        label: figure
        objectName: "digit_" + figure

        Prose {
            anchors.centerIn: parent
            font.weight: Font.Bold
            size: Theme.small ? 60 : 76
            text: number.figure
        }
    }
    component SideKey: Key {
        id: side

        property string icon: ""

        Layout.fillHeight: true
        Layout.fillWidth: true
        foot: 10

        Grid {
            readonly property bool stacked: side.width < Theme.u(280)

            anchors.centerIn: parent
            columns: stacked ? 1 : 2
            horizontalItemAlignment: Grid.AlignHCenter
            spacing: stacked ? 0 : Theme.u(16)
            verticalItemAlignment: Grid.AlignVCenter

            Icon {
                name: side.icon
                size: side.width < Theme.u(280) ? 44 : 60
                tint: side.ink
                visible: side.height >= Theme.u(110) || side.width >= Theme.u(280)
            }
            Prose {
                color: side.ink
                font.weight: Font.Bold
                leading: 1.2
                size: side.width < Theme.u(280) ? 34 : 44
                text: side.label
            }
        }
    }
}
