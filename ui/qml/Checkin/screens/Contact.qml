import QtQuick

// A telephone number, if the person likes to leave one.
EntryScreen {
    id: screen

    lengths: [10]
    objectName: "screen_CONTACT"
    prompts: [qsTr("10 số điện thoại, không bắt buộc")]
    picture: "phone-number"
    step: 3
    subtitle: qsTr("Chỉ để báo khi có kết quả kiểm tra bảo hiểm")
    title: qsTr("Để lại số điện thoại")

    onGiven: values => screen.session.givePhone(values[0])
}
