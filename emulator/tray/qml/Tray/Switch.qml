import QtQuick

// A key that says what is, and changes it: shape and word, not colour alone.
Item {
    id: key

    required property bool on
    required property string label

    signal tapped

    Accessible.checkable: true
    Accessible.checked: on
    Accessible.name: label
    Accessible.role: Accessible.CheckBox
    activeFocusOnTab: true
    implicitHeight: 52

    Accessible.onPressAction: key.tapped()
    Keys.onReturnPressed: key.tapped()
    Keys.onSpacePressed: key.tapped()

    Rectangle {
        anchors.fill: parent
        anchors.topMargin: 5
        color: Theme.line
        radius: 16
    }
    Rectangle {
        border.color: key.activeFocus ? Theme.ink : Theme.line
        border.width: key.activeFocus ? 4 : 2
        color: key.on ? Theme.surface : Theme.waitBg
        height: key.height - 5
        radius: 16
        width: key.width
        y: tap.pressed ? 4 : 0

        Line {
            anchors.centerIn: parent
            color: key.on ? Theme.ink : Theme.wait
            font.weight: Font.DemiBold
            size: 18
            text: key.label
        }
    }
    TapHandler {
        id: tap

        gesturePolicy: TapHandler.ReleaseWithinBounds

        onTapped: key.tapped()
    }
}
