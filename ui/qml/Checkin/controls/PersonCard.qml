import QtQuick
import Checkin.Style
import Checkin.session

// Who was read: portrait, name in the card's capitals, birth date, the number's tail, and how sure we are of the card.
Panel {
    id: card

    required property SessionBridge session
    readonly property int pad: Theme.u(Theme.small ? 22 : 32)
    readonly property bool genuine: session.authenticity === "GENUINE"

    implicitHeight: Math.max(face.height, facts.height) + 2 * pad

    Rectangle {
        id: face

        border.color: Theme.line
        border.width: Theme.contrast ? Theme.u(3) : 0
        clip: true
        color: Theme.stageTop
        height: width * 4 / 3
        radius: Theme.u(24)
        width: Math.min(Theme.u(Theme.small ? 170 : 228), card.width * 0.3)
        x: card.pad
        y: card.pad

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            color: Theme.lotus
            height: width
            radius: height / 2
            visible: portrait.status !== Image.Ready
            width: parent.width * 0.44
            y: parent.height * 0.2
        }
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            color: Theme.lotus
            height: width
            radius: height / 2
            visible: portrait.status !== Image.Ready
            width: parent.width * 0.84
            y: parent.height * 0.62
        }
        Image {
            id: portrait

            anchors.fill: parent
            anchors.margins: Theme.contrast ? Theme.u(3) : 0
            cache: false
            fillMode: Image.PreserveAspectCrop
            source: card.session.portraitSource
        }
    }
    Column {
        id: facts

        spacing: Theme.u(Theme.small ? 4 : 10)
        width: card.width - x - card.pad
        x: face.x + face.width + Theme.u(Theme.small ? 24 : 40)
        y: Math.max(card.pad, (card.height - height) / 2)

        Prose {
            font.weight: Font.ExtraBold
            fontSizeMode: Text.Fit
            leading: 1.42
            maximumLineCount: 2
            minimumPixelSize: Theme.u(40)
            size: (card.session.personName.length > 18 ? 50 : 58) - (Theme.small ? 14 : 0)
            text: card.session.personName
            width: parent.width
        }
        Fact {
            name: qsTr("Sinh ngày")
            value: card.session.personBirth
        }
        Fact {
            name: qsTr("Số căn cước")
            value: "*** " + card.session.personNumberTail
        }
        Item {
            height: badge.height + Theme.u(6)
            width: parent.width

            Badge {
                id: badge

                anchors.bottom: parent.bottom
                ground: card.genuine ? Theme.goodBg : Theme.infoBg
                height: implicitHeight
                icon: card.genuine ? "shield" : "chip"
                label: card.genuine ? qsTr("Thẻ thật, đã kiểm tra") : qsTr("Đọc từ chip của thẻ")
                room: facts.width
                tint: card.genuine ? Theme.good : Theme.info
                width: implicitWidth
            }
        }
    }

    component Fact: Flow {
        id: fact

        property string name: ""
        property string value: ""

        spacing: Theme.u(18)
        width: facts.width

        Prose {
            color: Theme.ink2
            size: Theme.small ? 34 : 40
            text: fact.name
        }
        Prose {
            font.weight: Font.Bold
            size: Theme.small ? 36 : 44
            text: fact.value
        }
    }
}
