import QtQuick
import QtQuick.Shapes
import Checkin.Style

// The bowl: the stage that tells and shows, its shallow rim, and the paper below (or beside) it for the hands.
// Children are drawn on the stage and run under the rim on a wide panel.
Item {
    id: bowl

    property bool amber: false
    property real edge: 640
    readonly property color upper: amber ? Theme.waitStageTop : Theme.stageTop
    readonly property color lower: amber ? Theme.waitStageBottom : Theme.stageBottom
    readonly property real at: Theme.u(edge)
    readonly property real sag: Theme.u(Theme.wide ? 48 : 56)
    readonly property real beyond: Theme.u(12)
    default property alias content: holder.data

    Rectangle {
        anchors.fill: parent
        color: Theme.paper
    }
    Rectangle {
        height: Theme.wide ? parent.height : bowl.at - bowl.sag
        width: Theme.wide ? bowl.at + bowl.sag : parent.width

        gradient: Gradient {
            GradientStop {
                color: bowl.upper
                position: 0
            }
            GradientStop {
                color: bowl.lower
                position: 1
            }
        }
    }
    Shape {
        anchors.fill: parent
        visible: !Theme.wide

        ShapePath {
            fillColor: bowl.lower
            startX: 0
            startY: bowl.at - bowl.sag - 1
            strokeWidth: -1

            PathLine {
                x: bowl.width
                y: bowl.at - bowl.sag - 1
            }
            PathLine {
                x: bowl.width
                y: bowl.at - bowl.sag
            }
            PathQuad {
                controlX: bowl.width / 2
                controlY: bowl.at + bowl.sag
                x: 0
                y: bowl.at - bowl.sag
            }
        }
    }
    Item {
        id: holder

        anchors.fill: parent
    }
    Shape {
        anchors.fill: parent
        visible: Theme.wide

        ShapePath {
            fillColor: Theme.paper
            startX: bowl.width + 1
            startY: 0
            strokeWidth: -1

            PathLine {
                x: bowl.at - bowl.sag / 2
                y: 0
            }
            PathQuad {
                controlX: bowl.at + bowl.sag * 1.5
                controlY: bowl.height / 2
                x: bowl.at - bowl.sag / 2
                y: bowl.height
            }
            PathLine {
                x: bowl.width + 1
                y: bowl.height
            }
        }
    }
    Shape {
        anchors.fill: parent

        ShapePath {
            fillColor: "transparent"
            startX: Theme.wide ? bowl.at - bowl.sag / 2 - 1 : -bowl.beyond
            startY: Theme.wide ? -bowl.beyond : bowl.at - bowl.sag - 1
            strokeColor: Theme.contrast ? "#FFFFFF" : Theme.lotus
            strokeWidth: Theme.u(Theme.contrast ? 6 : 8)

            PathQuad {
                controlX: Theme.wide ? bowl.at + bowl.sag * 1.5 : bowl.width / 2
                controlY: Theme.wide ? bowl.height / 2 : bowl.at + bowl.sag
                x: Theme.wide ? bowl.at - bowl.sag / 2 - 1 : bowl.width + bowl.beyond
                y: Theme.wide ? bowl.height + bowl.beyond : bowl.at - bowl.sag - 1
            }
        }
    }
}
