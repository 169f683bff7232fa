pragma ComponentBehavior: Bound

import QtQuick
import Checkin.Style

// Both designs of the card, with the six digits, or the QR code, marked.
Item {
    id: pair

    property bool scanning: false
    readonly property bool stacked: Theme.wide && height > width * 0.9
    readonly property int gap: Theme.u(16)
    readonly property int caption: Theme.u(50)
    readonly property real most: stacked ? (height - 2 * caption - gap) / 2 : height - caption
    readonly property real card: Math.min(stacked ? width : (width - gap) / 2, most * 1.467)

    Specimen {
        label: qsTr("Thẻ CCCD")
        picture: pair.scanning ? "qr-on-2021-front" : "card-2021"
        x: pair.stacked ? (pair.width - width) / 2 : Math.max(0, (pair.width - pair.gap) / 2 - width)
    }
    Specimen {
        label: pair.scanning ? qsTr("Thẻ Căn cước, mặt sau") : qsTr("Căn cước mới")
        picture: pair.scanning ? "qr-on-2024-back" : "card-2024"
        x: pair.stacked ? (pair.width - width) / 2 : (pair.width + pair.gap) / 2
        y: pair.stacked ? pair.card / 1.467 + pair.caption + pair.gap : 0
    }

    component Specimen: Item {
        id: specimen

        property string picture: ""
        property string label: ""

        height: pair.card / 1.467 + pair.caption
        width: pair.card

        Illustration {
            height: parent.width / 1.467
            name: specimen.picture
            width: parent.width
        }
        Prose {
            anchors.bottom: parent.bottom
            font.weight: Font.DemiBold
            horizontalAlignment: Text.AlignHCenter
            size: 34
            text: specimen.label
            wrapMode: Text.NoWrap
            width: parent.width
        }
    }
}
