import QtQuick
import Checkin.Style

// Everything that can be pressed, and nothing else: a face on a foot. The face sinks under the finger.
Item {
    id: key

    enum Kind {
        Plain,
        Strong,
        Erasing,
        Chosen
    }

    property int kind: Key.Kind.Plain
    property string label: ""
    property real corner: 36
    property real foot: 8
    property bool off: false
    readonly property bool strong: kind === Key.Kind.Strong
    readonly property bool erasing: kind === Key.Kind.Erasing
    readonly property bool chosen: kind === Key.Kind.Chosen
    readonly property bool held: tap.pressed
    readonly property bool target: true
    readonly property color ink: off ? Theme.disabledInk : strong ? Theme.jadeText : erasing ? Theme.stop : chosen ? Theme.jade : Theme.ink
    readonly property color edge: off ? Theme.lineSoft : strong ? Theme.jadeFoot : erasing ? Theme.stop : chosen ? Theme.jade : Theme.line
    default property alias content: face.data

    signal tapped

    Accessible.name: label
    Accessible.role: Accessible.Button
    activeFocusOnTab: true
    enabled: !off
    implicitHeight: Theme.u(140)
    implicitWidth: Theme.u(300)

    Accessible.onPressAction: key.tapped()
    Keys.onReturnPressed: key.tapped()
    Keys.onSpacePressed: key.tapped()

    Rectangle {
        anchors.fill: parent
        anchors.margins: -Theme.u(10)
        border.color: Theme.focus
        border.width: Theme.u(6)
        color: "transparent"
        radius: Theme.u(key.corner + 10)
        visible: key.activeFocus
    }
    Rectangle {
        anchors.fill: parent
        anchors.topMargin: Theme.u(key.foot)
        color: key.edge
        radius: Theme.u(key.corner)
    }
    Rectangle {
        id: face

        border.color: key.edge
        border.width: key.strong ? 0 : Theme.u(key.chosen ? 7 : Theme.contrast ? 5 : 4)
        color: key.off ? Theme.disabledFace : key.chosen ? Theme.stageTop : key.held && !key.strong ? Theme.stageBottom : Theme.keyFace
        gradient: key.strong && !key.off ? jade : null
        height: key.height - Theme.u(key.foot)
        radius: Theme.u(key.corner)
        width: key.width
        y: key.held ? Theme.u(key.foot - 2) : 0

        Behavior on y {
            NumberAnimation {
                duration: key.held ? 60 : 120
                easing.type: key.held ? Easing.Linear : Easing.OutQuad
            }
        }
    }
    Gradient {
        id: jade

        GradientStop {
            color: key.held ? Theme.jade : Theme.jadeTop
            position: 0
        }
        GradientStop {
            color: Theme.jade
            position: 1
        }
    }
    TapHandler {
        id: tap

        gesturePolicy: TapHandler.ReleaseWithinBounds

        onTapped: key.tapped()
    }
}
