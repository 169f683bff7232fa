import QtQuick

// Without the chip: the number and the birth date, in digits alone. The scanner stays on.
EntryScreen {
    id: screen

    objectName: "screen_CLAIM"
    lengths: [12, 8]
    prompts: [qsTr("12 số căn cước"), qsTr("Ngày, tháng, năm sinh")]
    picture: "phone-qr"
    step: 1
    subtitle: qsTr("Hoặc đưa mã QR vào ô quét")
    title: qsTr("Số căn cước và ngày sinh")

    onGiven: values => screen.session.giveDetails(values[0], values[1])
}
