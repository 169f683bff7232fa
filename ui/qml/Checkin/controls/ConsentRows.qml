pragma ComponentBehavior: Bound

import QtQuick
import Checkin.Style

// What is read from the chip and why, row by row; last, what is not kept.
Panel {
    id: panel

    readonly property list<string> icons: ["person", "camera", "shield", "cancel"]
    readonly property list<string> what: [qsTr("Họ tên, ngày sinh, số căn cước"), qsTr("Ảnh chân dung"), qsTr("Chữ ký số của thẻ"), qsTr("Không lưu")]
    readonly property list<string> why: [qsTr("để lập lượt khám"), qsTr("để nhân viên đối chiếu, xóa cuối ngày"), qsTr("để biết thẻ là thẻ thật"), qsTr("vân tay, tôn giáo, đặc điểm nhận dạng")]

    implicitHeight: rows.height + Theme.u(Theme.small ? 24 : 60)

    Column {
        id: rows

        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.u(Theme.small ? 6 : Theme.wide ? 18 : 26)
        width: parent.width - 2 * x
        x: Theme.u(Theme.small ? 22 : 36)

        Repeater {
            model: 4

            Row {
                id: row

                required property int index
                readonly property bool kept: index < 3

                spacing: Theme.u(Theme.small ? 20 : 28)
                width: rows.width

                Disc {
                    anchors.verticalCenter: parent.verticalCenter
                    ground: row.kept ? Theme.stageTop : Theme.stopBg
                    name: panel.icons[row.index]
                    size: Theme.small ? 64 : 84
                    tint: row.kept ? Theme.jade : Theme.stop
                }
                Column {
                    anchors.verticalCenter: parent.verticalCenter
                    width: parent.width - x

                    Prose {
                        font.weight: Font.Bold
                        leading: 1.3
                        size: Theme.small ? 34 : 40
                        text: panel.what[row.index]
                        width: parent.width
                    }
                    Prose {
                        color: Theme.ink2
                        leading: 1.3
                        size: Theme.small ? 34 : 36
                        text: panel.why[row.index]
                        width: parent.width
                    }
                }
            }
        }
    }
}
