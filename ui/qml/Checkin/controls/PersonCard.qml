pragma ComponentBehavior: Bound

import QtQuick
import Checkin.Style
import Checkin.session

// Who was read: portrait, name in the card's capitals, birth date, the number's tail, and how sure we are of the card.
Panel {
    id: card

    required property SessionBridge session
    readonly property int pad: Theme.u(Theme.small ? 22 : 32)
    readonly property bool narrow: width < Theme.u(600)
    readonly property bool genuine: session.authenticity === "GENUINE"

    implicitHeight: narrow ? name.height + Math.max(face.height, facts.height) + badge.height + Theme.u(24) + 1.6 * pad : Math.max(face.height, name.height + facts.height + badge.height + Theme.u(26)) + 2 * pad

    Rectangle {
        id: face

        border.color: Theme.line
        border.width: Theme.contrast ? Theme.u(3) : 0
        clip: true
        color: Theme.stageTop
        height: width * 4 / 3
        radius: Theme.u(24)
        width: Math.min(Theme.u(Theme.small ? 150 : Theme.wide ? 200 : 228), card.width * 0.32)
        x: card.pad
        y: card.narrow ? facts.y : card.pad

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
    Prose {
        id: name

        font.weight: Font.ExtraBold
        leading: 1.4
        size: Theme.small ? 42 : Theme.wide || card.session.personName.length > 18 ? 50 : 58
        text: card.session.personName
        width: card.width - x - card.pad
        x: card.narrow ? card.pad : facts.x
        y: card.narrow ? card.pad * 0.6 : (card.height - name.height - facts.height - badge.height - Theme.u(26)) / 2
    }
    Column {
        id: facts

        spacing: Theme.u(Theme.small ? 0 : 8)
        width: card.width - x - card.pad
        x: face.x + face.width + Theme.u(Theme.small ? 22 : 40)
        y: name.y + name.height + Theme.u(card.narrow ? 8 : 6)

        Fact {
            name: qsTr("Sinh ngày")
            value: card.session.personBirth
        }
        Fact {
            name: qsTr("Số căn cước")
            value: "*** " + card.session.personNumberTail
        }
    }
    Badge {
        id: badge

        ground: card.genuine ? Theme.goodBg : Theme.infoBg
        height: implicitHeight
        icon: card.genuine ? "shield" : "chip"
        label: card.genuine ? qsTr("Thẻ thật, đã kiểm tra") : qsTr("Đọc từ chip của thẻ")
        room: card.width - x - card.pad
        tint: card.genuine ? Theme.good : Theme.info
        width: implicitWidth
        x: card.narrow ? card.pad : facts.x
        y: card.narrow ? facts.y + Math.max(face.height, facts.height) + Theme.u(16) : facts.y + facts.height + Theme.u(20)
    }

    component Fact: Flow {
        id: fact

        property string name: ""
        property string value: ""

        spacing: Theme.u(18)
        width: facts.width

        Prose {
            color: Theme.ink2
            size: Theme.wide ? 34 : 40
            text: fact.name
        }
        Prose {
            font.weight: Font.Bold
            size: Theme.wide ? 38 : 44
            text: fact.value
        }
    }
}
