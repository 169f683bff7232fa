import QtQuick
import QtQuick.Layouts
import Checkin.Style
import Checkin.controls

// A face first, then what happened, why it may be, and what comes next. The desk is always a way out.
Screen {
    id: screen

    readonly property HelpWords words: HelpWords {
        cause: screen.session.helpCause
        code: screen.session.helpCode
    }

    dockStart: session.helpCanReturn ? "back" : "contrast"
    helping: true
    objectName: "screen_HELP"
    picture: "help-person"
    rim: 840
    step: 0
    subtitle: words.what
    title: qsTr("Có người giúp ngay đây")
    slim: Theme.small
    told: true

    telling: Notice {
        icon: screen.session.helpCause === "ASKED" || screen.session.helpCause === "NONE" ? "help" : "warning"
        label: screen.words.why
        width: parent?.width ?? 0
    }

    ActionKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(190)
        icon: "bell"
        kind: Key.Kind.Strong
        label: qsTr("Gọi nhân viên tới đây")
        objectName: "call_staff"
        visible: !screen.session.helpStaffCalled

        onTapped: screen.session.post("call_staff")
    }
    Notice {
        Layout.fillWidth: true
        ground: Theme.goodBg
        icon: "check"
        label: qsTr("Đã gọi. Nhân viên đang tới, mời chờ tại đây.")
        tint: Theme.good
        visible: screen.session.helpStaffCalled
    }
    RowKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(170)
        icon: "ticket"
        label: qsTr("Lấy số ra quầy")
        note: qsTr("Không phải nhập lại từ đầu")
        objectName: "desk_ticket"

        onTapped: screen.session.post("desk_ticket")
    }
    RowKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(170)
        icon: screen.session.helpCanReturn ? "back" : "contrast"
        label: screen.session.helpCanReturn ? screen.words.again : qsTr("Chữ rõ")
        note: screen.session.helpCanReturn ? "" : qsTr("Nền đen, chữ sáng")
        objectName: screen.session.helpCanReturn ? "back_again" : "contrast_again"
        arrow: false

        onTapped: screen.session.helpCanReturn ? screen.session.post("back") : screen.session.toggleContrast()
    }
}
