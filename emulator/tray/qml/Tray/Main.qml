pragma ComponentBehavior: Bound

import QtQuick
import Tray
import Tray.bridge

// The sample cards beside the kiosk: one click lays a card on the reader or lifts it.
Rectangle {
    id: tray

    required property TrayBridge bridge
    property bool english: !Qt.locale().name.startsWith("vi")

    color: Theme.paper
    objectName: "tray"

    Rectangle {
        id: head

        color: Theme.stageBottom
        height: 88
        width: parent.width

        Line {
            font.weight: Font.ExtraBold
            size: 28
            text: tray.english ? "Sample cards" : "Khay thẻ mẫu"
            x: 24
            y: 8
        }
        Line {
            readonly property string hint: tray.english ? "Click to lay a card on the reader, again to lift it. The six digits are typed on the kiosk." : "Bấm để đặt thẻ lên đầu đọc, bấm lần nữa để lấy thẻ. Sáu số vàng để nhập trên máy."

            color: tray.bridge.trouble !== "" ? Theme.stop : Theme.ink2
            text: tray.bridge.trouble !== "" ? tray.bridge.trouble : hint
            width: parent.width - 48
            x: 24
            y: 50
        }
    }
    GridView {
        id: grid

        anchors.bottom: gateway.top
        anchors.bottomMargin: 4
        anchors.left: parent.left
        anchors.leftMargin: 24
        anchors.right: parent.right
        anchors.rightMargin: 10
        anchors.top: head.bottom
        anchors.topMargin: 14
        boundsBehavior: Flickable.StopAtBounds
        cellHeight: 124
        cellWidth: Math.floor(width / Math.max(1, Math.floor(width / 480)))
        clip: true
        interactive: contentHeight > height
        model: tray.bridge.cards
        objectName: "cards"

        delegate: CardKey {
            required property var modelData

            busy: tray.bridge.busy
            card: modelData
            english: tray.english
            height: grid.cellHeight - 12
            laid: tray.bridge.laid
            width: grid.cellWidth - 14

            onPressed: name => tray.bridge.press(name)
        }
    }
    Switch {
        id: gateway

        readonly property string good: tray.english ? "✓ Insurance gateway answers · click to cut the line" : "✓ Cổng BHYT đang trả lời · bấm để ngắt"
        readonly property string bad: tray.english ? "△ Insurance gateway is down · click to restore" : "△ Cổng BHYT mất liên lạc · bấm để nối lại"

        anchors.bottom: parent.bottom
        anchors.bottomMargin: 16
        anchors.left: parent.left
        anchors.leftMargin: 24
        label: on ? good : bad
        objectName: "gateway"
        on: tray.bridge.gatewayUp
        width: parent.width - language.width - 62

        onTapped: tray.bridge.toggleGateway()
    }
    Switch {
        id: language

        anchors.bottom: gateway.bottom
        anchors.right: parent.right
        anchors.rightMargin: 24
        label: tray.english ? "Tiếng Việt" : "English"
        objectName: "language"
        on: true
        width: 170

        onTapped: tray.english = !tray.english
    }
}
