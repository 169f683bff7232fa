pragma ComponentBehavior: Bound

import QtQuick
import Checkin.Style

// The read as it goes: percent of the bytes, and four named steps with the word for how each stands.
Panel {
    id: panel

    property int percent: 0
    property int step: 1
    property string person: ""
    readonly property int pad: Theme.u(Theme.small ? 24 : 44)
    readonly property list<string> names: [qsTr("Mở khóa chip"), qsTr("Đọc họ tên, ngày sinh"), qsTr("Đọc ảnh chân dung"), qsTr("Kiểm tra thẻ thật")]
    readonly property list<string> doing: [qsTr("Đang mở khóa chip"), qsTr("Đang đọc họ tên, ngày sinh"), qsTr("Đang đọc ảnh chân dung"), qsTr("Đang kiểm tra thẻ thật")]

    implicitHeight: body.height + pad * 1.6

    Column {
        id: body

        spacing: Theme.u(Theme.small ? 10 : Theme.wide ? 22 : panel.person.length > 20 ? 26 : 32)
        width: parent.width - 2 * panel.pad
        x: panel.pad
        y: panel.pad * 0.7

        Row {
            spacing: Theme.u(Theme.small ? 16 : 30)
            width: parent.width

            Row {
                id: count

                Figures {
                    id: number

                    color: Theme.jade
                    size: Theme.small ? 84 : 124
                    text: String(panel.percent)
                }
                Prose {
                    anchors.baseline: number.bottom
                    anchors.baselineOffset: -Math.round(number.height * 0.26)
                    color: Theme.jade
                    font.weight: Font.Bold
                    size: Theme.small ? 44 : 64
                    text: "%"
                }
            }
            Column {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - x

                Prose {
                    font.weight: Font.Bold
                    leading: 1.28
                    size: Theme.small ? 36 : 44
                    text: panel.doing[panel.step - 1]
                    width: parent.width
                }
                Prose {
                    color: Theme.ink2
                    size: Theme.small ? 34 : 36
                    text: qsTr("Bước %1 trong 4").arg(panel.step)
                    width: parent.width
                }
            }
        }
        ProgressBar {
            implicitHeight: Theme.u(Theme.small ? 32 : 44)
            percent: panel.percent
            width: parent.width
        }
        Repeater {
            model: 4

            Row {
                id: line

                required property int index
                readonly property bool done: index < panel.step - 1
                readonly property bool now: index === panel.step - 1

                spacing: Theme.u(Theme.small ? 16 : 28)

                Rectangle {
                    anchors.verticalCenter: parent.verticalCenter
                    border.color: line.now ? Theme.jade : Theme.line
                    border.width: line.done ? 0 : Theme.u(line.now ? 8 : 4)
                    color: line.done ? Theme.good : Theme.surface
                    height: Theme.u(Theme.small ? 48 : 68)
                    radius: height / 2
                    width: height

                    Icon {
                        anchors.centerIn: parent
                        name: "check"
                        scale: line.done ? 1 : 0.6
                        size: Theme.small ? 32 : 44
                        tint: Theme.contrast ? "#000000" : "#FFFFFF"
                        visible: line.done

                        Behavior on scale {
                            enabled: !Theme.still

                            NumberAnimation {
                                duration: 260
                                easing.type: Easing.OutBack
                            }
                        }
                    }
                    Rectangle {
                        anchors.centerIn: parent
                        color: Theme.jade
                        height: parent.height * 0.38
                        radius: height / 2
                        visible: line.now
                        width: height
                    }
                }
                Prose {
                    anchors.verticalCenter: parent.verticalCenter
                    color: line.done || line.now ? Theme.ink : Theme.ink2
                    font.weight: line.now ? Font.Bold : line.index === 1 && panel.person !== "" ? Font.DemiBold : Font.Medium
                    leading: 1.47
                    size: Theme.small ? 34 : 40
                    text: line.index === 1 && panel.person !== "" ? panel.person : panel.names[line.index]
                    width: body.width - x - word.width - line.spacing
                }
                Prose {
                    id: word

                    anchors.verticalCenter: parent.verticalCenter
                    color: line.done ? Theme.good : line.now ? Theme.jade : Theme.ink2
                    font.weight: Font.DemiBold
                    horizontalAlignment: Text.AlignRight
                    size: Theme.small ? 34 : 36
                    text: line.done ? qsTr("xong") : line.now ? qsTr("đang đọc") : qsTr("chờ")
                    width: Math.max(Theme.u(Theme.small ? 100 : 190), implicitWidth)
                    wrapMode: Text.NoWrap
                }
            }
        }
    }
}
