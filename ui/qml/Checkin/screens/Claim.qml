import QtQuick

// Without the chip: the number and the birth date, in digits alone. A scanner stays on.
EntryScreen {
    id: screen

    objectName: "screen_CLAIM"
    lengths: [12, 8]
    prompts: [qsTr("12 số căn cước"), qsTr("Ngày, tháng, năm sinh")]
    picture: session.scannerReady ? "phone-qr" : "number-pad"
    step: 1
    subtitle: session.scannerReady ? qsTr("Hoặc đưa mã QR vào ô quét") : qsTr("Không cần thẻ, chỉ cần nhớ số")
    title: qsTr("Số căn cước và ngày sinh")

    onGiven: values => screen.session.giveDetails(values[0], values[1])
}
