import QtQuick
import QtQuick.Layouts
import Checkin.Style
import Checkin.controls

// The one shape of all screens that ask for digits.
Screen {
    id: screen

    property list<int> lengths: [12]
    property list<string> prompts: []
    property bool desk: false
    property string deskName: "desk_ticket"
    property string deskLabel: qsTr("Chưa có số, lấy số ra quầy")

    signal given(list<string> values)

    rim: 520
    share: Theme.small ? 0.36 : 0.4
    wideTitleSize: 64

    DigitEntry {
        lengths: screen.lengths
        prompts: screen.prompts

        onComplete: values => screen.given(values)
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
