import QtQuick

// One sample card: a face on a foot, as everything that can be pressed. Pressed, the card lies on the reader or comes off it.
Item {
    id: key

    required property var card
    required property string laid
    required property string busy
    required property bool english
    readonly property bool here: laid === card.name
    readonly property bool moving: busy === card.name

    signal pressed(name: string)

    Accessible.name: card.person
    Accessible.role: Accessible.Button
    activeFocusOnTab: true
    objectName: "card_" + card.name

    Accessible.onPressAction: key.pressed(key.card.name)
    Keys.onReturnPressed: key.pressed(key.card.name)
    Keys.onSpacePressed: key.pressed(key.card.name)

    Rectangle {
        anchors.fill: parent
        anchors.topMargin: 6
        color: key.here ? Theme.jade : Theme.line
        radius: 20
    }
    Rectangle {
        border.color: key.here ? Theme.jade : key.activeFocus ? Theme.ink : Theme.line
        border.width: key.here || key.activeFocus ? 4 : 2
        color: key.here ? Theme.stageTop : Theme.surface
        height: key.height - 6
        radius: 20
        width: key.width
        y: tap.pressed ? 5 : 0

        Image {
            id: picture

            anchors.verticalCenter: parent.verticalCenter
            height: 88
            mipmap: true
            source: key.card.picture
            width: 66
            x: 14
        }
        Column {
            anchors.left: picture.right
            anchors.leftMargin: 14
            anchors.right: side.left
            anchors.rightMargin: 12
            anchors.verticalCenter: parent.verticalCenter
            spacing: 2

            Line {
                id: person

                font.weight: Font.Bold
                maximumLineCount: 2
                lineHeight: 24
                lineHeightMode: Text.FixedHeight
                size: 19
                text: key.card.person
                width: parent.width
                wrapMode: Text.WordWrap
            }
            Line {
                color: key.card.suspect ? Theme.stop : Theme.ink2
                lineHeight: 21
                lineHeightMode: Text.FixedHeight
                maximumLineCount: person.lineCount > 1 ? 2 : 3
                size: 17
                text: key.english ? key.card.aboutEnglish : key.card.about
                width: parent.width
                wrapMode: Text.WordWrap
            }
        }
        Column {
            id: side

            anchors.right: parent.right
            anchors.rightMargin: 14
            anchors.verticalCenter: parent.verticalCenter
            spacing: 6
            width: 118

            DigitCells {
                anchors.horizontalCenter: parent.horizontalCenter
                digits: key.card.digits
            }
            Line {
                color: key.here ? Theme.good : Theme.ink2
                font.weight: Font.DemiBold
                horizontalAlignment: Text.AlignHCenter
                text: key.moving ? "…" : key.here ? (key.english ? "✓ on reader" : "✓ trên máy") : (key.english ? "lay on" : "đặt thẻ")
                width: parent.width
            }
        }
    }
    TapHandler {
        id: tap

        gesturePolicy: TapHandler.ReleaseWithinBounds

        onTapped: key.pressed(key.card.name)
    }
}
