import QtQuick
import QtQuick.Layouts
import Checkin.Style
import Checkin.controls

// Whose visit is it: the holder of the card, or somebody they came with.
Screen {
    id: screen

    objectName: "screen_CONFIRM"
    rim: session.expired ? 900 : 812
    step: 3
    title: qsTr("Người khám là ai?")
    told: false

    telling: Column {
        spacing: Theme.u(20)
        width: parent?.width ?? 0

        PersonCard {
            session: screen.session
            width: parent.width
        }
        Notice {
            icon: "document"
            label: qsTr("Thẻ đã quá ngày hết hạn, quầy sẽ hướng dẫn đổi thẻ.")
            visible: screen.session.expired && !Theme.wide
            width: parent.width
        }
    }

    ActionKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(270)
        icon: "check"
        kind: Key.Kind.Strong
        label: qsTr("Đúng, người này khám")
        objectName: "patient_is_holder"

        onTapped: screen.session.post("patient_is_holder")
    }
    RowKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(236)
        icon: "family"
        label: qsTr("Tôi đưa người khác đi khám")
        note: qsTr("Thẻ này là của người đi cùng")
        objectName: "patient_is_other"

        onTapped: screen.session.post("patient_is_other")
    }
    RowKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(236)
        icon: "cancel"
        kind: Key.Kind.Erasing
        label: qsTr("Không phải thẻ của tôi")
        note: qsTr("Xóa ngay thông tin vừa đọc")
        objectName: "not_me"

        onTapped: screen.session.post("not_me")
    }
    Notice {
        Layout.fillWidth: true
        icon: "document"
        label: qsTr("Thẻ đã quá ngày hết hạn, quầy sẽ hướng dẫn đổi thẻ.")
        visible: screen.session.expired && Theme.wide
    }
}
