pragma ComponentBehavior: Bound

import QtQuick
import Checkin.Style

// The card lies on the reader; the waves beside it breathe while the chip is read.
Item {
    id: picture

    readonly property bool roomy: height >= Theme.u(130)

    Illustration {
        id: card

        anchors.fill: parent
        name: picture.roomy ? "leave-card" : ""
    }
    Repeater {
        model: picture.roomy ? ["leave-card-near", "leave-card-far"] : []

        Image {
            id: wave

            required property string modelData
            required property int index

            anchors.fill: card
            anchors.margins: card.inset
            fillMode: Image.PreserveAspectFit
            source: Theme.picture(modelData)
            sourceSize: Qt.size(width, height)

            SequentialAnimation on opacity {
                loops: Animation.Infinite
                running: !Theme.still

                PauseAnimation {
                    duration: wave.index * 300
                }
                NumberAnimation {
                    duration: 900
                    easing.type: Easing.OutSine
                    from: 0.25
                    to: 1
                }
                NumberAnimation {
                    duration: 900 - wave.index * 300
                    easing.type: Easing.OutSine
                    to: 0.25
                }
            }
        }
    }
}
