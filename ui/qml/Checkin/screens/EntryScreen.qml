import QtQuick
import QtQuick.Layouts
import Checkin.Style
import Checkin.controls

// The one shape of all screens that ask for digits.
Screen {
    id: screen

    property alias lengths: entry.lengths
    property alias prompts: entry.prompts
    property bool desk: false
    property string deskName: "desk_ticket"
    property string deskLabel: qsTr("Chưa có số, ra quầy")

    signal given(list<string> values)

    rim: 590
    titleShare: 0.64
    told: true
    wideTitleSize: 64

    telling: Column {
        spacing: Theme.u(Theme.small ? 6 : 16)
        width: parent?.width ?? 0

        Prose {
            font.weight: Font.DemiBold
            size: Theme.small ? 34 : 40
            text: entry.prompts[entry.field] ?? ""
            width: parent.width
        }
        DigitCells {
            count: entry.wanted
            digits: entry.digits
            gaps: entry.wanted === 8 ? [2, 4] : entry.wanted === 12 ? [3, 6, 9] : entry.wanted === 10 ? [4, 7] : []
            height: Theme.u(Theme.small ? 84 : 116)
            width: parent.width
        }
    }

    DigitEntry {
        id: entry

        onComplete: values => screen.given(values)
    }
    Keypad {
        Layout.fillHeight: true
        Layout.fillWidth: true
        otherIcon: entry.last ? "check" : "forward"
        otherLabel: entry.last ? qsTr("Xong") : qsTr("Tiếp")
        otherName: "digits_done"
        otherOff: !entry.full
        otherStrong: true

        onDigit: figure => entry.put(figure)
        onErase: entry.take()
        onOther: entry.next()
    }
    ActionKey {
        Layout.fillWidth: true
        Layout.preferredHeight: Theme.u(Theme.small ? 90 : 132)
        icon: "ticket"
        label: screen.deskLabel
        objectName: screen.deskName
        size: Theme.small ? 34 : 40
        visible: screen.desk

        onTapped: screen.session.post(screen.deskName)
    }
}
