import QtQuick
import Checkin.Style

// Where the code stands on either card, and what to do with it.
Panel {
    id: strip

    readonly property bool stacked: Theme.wide
    readonly property int card: Theme.u(Theme.small ? 100 : stacked ? 146 : 178)

    readonly property int tall: Theme.u(Theme.small ? 172 : stacked ? 220 : 148)

    implicitHeight: tall

    Grid {
        id: cards

        anchors.verticalCenter: parent.verticalCenter
        columns: strip.stacked ? 1 : 2
        spacing: Theme.u(Theme.small ? 10 : 14)
        x: Theme.u(22)

        Illustration {
            height: width * 0.65
            name: "qr-on-2021-front"
            plate: false
            width: strip.card
        }
        Illustration {
            height: width * 0.65
            name: "qr-on-2024-back"
            plate: false
            width: strip.card
        }
    }
    Prose {
        anchors.verticalCenter: parent.verticalCenter
        font.weight: strip.stacked ? Font.Bold : Font.DemiBold
        leading: 1.32
        size: Theme.small ? 36 : strip.stacked ? 44 : 38
        text: qsTr("Hoặc đưa mã QR của thẻ vào ô quét")
        width: parent.width - x - Theme.u(18)
        x: cards.x + cards.width + Theme.u(30)
    }
}
