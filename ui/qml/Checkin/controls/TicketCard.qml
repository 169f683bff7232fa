pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Checkin.Style
import Checkin.session

// The ticket as a paper on the screen: number, where, who is before, and what to do next in a whole sentence.
Rectangle {
    id: card

    readonly property bool solid: true
    required property SessionBridge session
    readonly property string way: card.session.ticketToDesk ? qsTr("Mời tới quầy tiếp đón, ngồi chờ gọi số %1").arg(card.session.ticketNumber) : card.session.ticketFloor === "1" || card.session.ticketFloor === "" ? qsTr("Ngồi ở ghế trước Phòng %1, chờ gọi số %2").arg(card.session.ticketRoom).arg(card.session.ticketNumber) : qsTr("Lên tầng %1, ngồi ở ghế trước Phòng %2, chờ gọi số %3").arg(card.session.ticketFloor).arg(card.session.ticketRoom).arg(card.session.ticketNumber)
    readonly property int pad: Theme.u(Theme.small ? 30 : 44)
    readonly property real numberSize: Theme.small ? 140 : Theme.wide ? 190 : 290
    readonly property int tear: Theme.u(numberSize * 1.24 + 12)

    border.color: Theme.line
    border.width: Theme.u(Theme.contrast ? 5 : 4)
    color: Theme.surface
    implicitHeight: tear + Theme.u(Theme.wide ? 16 : 34) + body.height + pad * 0.8
    radius: Theme.u(40)

    Prose {
        anchors.horizontalCenter: parent.horizontalCenter
        color: Theme.jade
        font.weight: Font.ExtraBold
        fontSizeMode: Text.HorizontalFit
        horizontalAlignment: Text.AlignHCenter
        leading: 1.24
        minimumPixelSize: Theme.u(110)
        objectName: "ticket_number"
        size: card.numberSize
        text: card.session.ticketNumber
        width: parent.width - Theme.u(40)
        wrapMode: Text.NoWrap
        y: Theme.u(4)
    }
    Repeater {
        id: dots

        model: Math.max(0, Math.floor((card.width - Theme.u(90)) / Theme.u(30)))

        Rectangle {
            required property int index

            color: Theme.lotus
            height: Theme.u(10)
            radius: height / 2
            width: height
            x: (card.width - (dots.count - 1) * Theme.u(30) - width) / 2 + index * Theme.u(30)
            y: card.tear - height / 2
        }
    }
    Repeater {
        model: Theme.contrast || Theme.wide ? 0 : 2

        Shape {
            id: notch

            required property int index
            readonly property real half: Theme.u(30)

            height: half * 2
            width: half * 2
            x: index === 0 ? -half : card.width - half
            y: card.tear - half

            ShapePath {
                fillColor: Theme.paper
                strokeWidth: -1

                PathAngleArc {
                    centerX: notch.half
                    centerY: notch.half
                    radiusX: notch.half
                    radiusY: notch.half
                    startAngle: 0
                    sweepAngle: 360
                }
            }
            ShapePath {
                fillColor: "transparent"
                strokeColor: Theme.line
                strokeWidth: Theme.u(4)

                PathAngleArc {
                    centerX: notch.half + (notch.index === 0 ? Theme.u(2) : -Theme.u(2))
                    centerY: notch.half
                    radiusX: notch.half - Theme.u(2)
                    radiusY: notch.half - Theme.u(2)
                    startAngle: notch.index === 0 ? -90 : 90
                    sweepAngle: 180
                }
            }
        }
    }
    Column {
        id: body

        spacing: Theme.u(Theme.small ? 6 : Theme.wide ? 14 : 22)
        width: card.width - 2 * card.pad
        x: card.pad
        y: card.tear + Theme.u(Theme.wide ? 14 : 30)

        Item {
            height: Math.max(room.height, floor.height)
            width: parent.width

            Prose {
                id: room

                font.weight: Font.ExtraBold
                leading: 1.28
                size: Theme.small ? 52 : Theme.wide ? 68 : 88
                text: card.session.ticketToDesk ? qsTr("Quầy tiếp đón") : qsTr("Phòng %1").arg(card.session.ticketRoom)
                width: parent.width - (floor.visible ? floor.width + Theme.u(16) : 0)
            }
            Rectangle {
                id: floor

                anchors.right: parent.right
                anchors.verticalCenter: room.verticalCenter
                border.color: Theme.line
                border.width: Theme.contrast ? Theme.u(3) : 0
                color: Theme.stageTop
                height: Theme.u(Theme.small ? 68 : 92)
                radius: height / 2
                visible: card.session.ticketFloor !== "" && !card.session.ticketToDesk
                width: level.width + Theme.u(Theme.small ? 40 : 64)

                Row {
                    id: level

                    anchors.centerIn: parent
                    spacing: Theme.u(16)

                    Icon {
                        anchors.verticalCenter: parent.verticalCenter
                        name: "stairs"
                        size: Theme.small ? 42 : 56
                        tint: Theme.jade
                    }
                    Prose {
                        anchors.verticalCenter: parent.verticalCenter
                        color: Theme.jade
                        font.weight: Font.ExtraBold
                        size: Theme.small ? 36 : 48
                        text: qsTr("Tầng %1").arg(card.session.ticketFloor)
                        wrapMode: Text.NoWrap
                    }
                }
            }
        }
        Prose {
            font.weight: Font.DemiBold
            leading: 1.28
            size: Theme.small ? 36 : 44
            text: card.session.ticketService
            visible: text !== ""
            width: parent.width
        }
        Rectangle {
            color: Theme.lineSoft
            height: Theme.u(3)
            visible: !Theme.wide
            width: parent.width
        }
        WaitingAhead {
            count: card.session.ticketAhead
            width: parent.width
        }
        Notice {
            ground: Theme.goodBg
            icon: "forward"
            label: card.way.replace(/(Phòng|Room) /, "$1\u00a0")
            radius: Theme.u(28)
            size: Theme.small ? 34 : 40
            snug: Theme.wide
            tint: Theme.good
            width: parent.width
        }
    }
}
