import QtQuick

// Who the patient is, when the card belongs to the one who came along.
EntryScreen {
    id: screen

    desk: true
    lengths: [12, 8]
    objectName: "screen_DEPENDANT"
    prompts: [qsTr("12 số định danh của người khám"), qsTr("Ngày, tháng, năm sinh của người khám")]
    picture: "companion-child"
    step: 1
    subtitle: session.scannerReady ? qsTr("Hoặc đưa mã QR của người khám vào ô quét") : qsTr("Trẻ em: số ghi trên giấy khai sinh")
    title: qsTr("Ai khám hôm nay?")

    onGiven: values => screen.session.giveDetails(values[0], values[1])
}
