import QtQuick
import QtQuick.Shapes
import Checkin.Style

// Seconds that are left, as figure and as ring.
Item {
    id: ring

    property real part: 1
    property int seconds: 0
    property color tint: Theme.turmericLine
    readonly property real thick: Math.max(Theme.u(18), width * 0.085)
    readonly property real orbit: (Math.min(width, height) - thick) / 2

    implicitHeight: Theme.u(340)
    implicitWidth: implicitHeight

    Shape {
        anchors.fill: parent

        ShapePath {
            fillColor: "transparent"
            strokeColor: Theme.track
            strokeWidth: ring.thick

            PathAngleArc {
                centerX: ring.width / 2
                centerY: ring.height / 2
                radiusX: ring.orbit
                radiusY: ring.orbit
                startAngle: 0
                sweepAngle: 360
            }
        }
        ShapePath {
            capStyle: ShapePath.RoundCap
            fillColor: "transparent"
            strokeColor: ring.tint
            strokeWidth: ring.thick

            PathAngleArc {
                centerX: ring.width / 2
                centerY: ring.height / 2
                radiusX: ring.orbit
                radiusY: ring.orbit
                startAngle: -90
                sweepAngle: 360 * Math.max(0.001, Math.min(1, ring.part))
            }
        }
    }
    Column {
        anchors.centerIn: parent
        spacing: -Theme.u(14)

        Figures {
            anchors.horizontalCenter: parent.horizontalCenter
            size: Math.min(124, ring.width / Theme.k * 0.36)
            text: String(ring.seconds)
        }
        Prose {
            anchors.horizontalCenter: parent.horizontalCenter
            color: Theme.ink2
            font.weight: Font.DemiBold
            size: ring.width < Theme.u(300) ? 34 : 38
            text: qsTr("giây")
        }
    }
}
