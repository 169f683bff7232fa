import QtQuick
import QtQuick.Layouts
import Checkin.Style

// One field of digits with its pad; asks for the next field when the first is full. Knows how many digits each wants.
ColumnLayout {
    id: entry

    property list<int> lengths: [12]
    property list<string> prompts: []
    property int field: 0
    property string digits: ""
    property list<string> given: []
    readonly property int wanted: lengths[field]
    readonly property bool last: field === lengths.length - 1

    signal complete(list<string> values)

    function put(figure: string): void {
        if (digits.length < wanted)
            digits += figure;
    }
    function take(): void {
        if (digits.length > 0) {
            digits = digits.slice(0, -1);
        } else if (field > 0) {
            field -= 1;
            digits = given[field];
            given = given.slice(0, field);
        }
    }
    function next(): void {
        if (digits.length < wanted)
            return;
        const all = [...given, digits];
        if (last) {
            complete(all);
        } else {
            given = all;
            digits = "";
            field += 1;
        }
    }

    Layout.fillHeight: true
    Layout.fillWidth: true
    spacing: Theme.u(Theme.small ? 10 : 24)

    Prose {
        Layout.fillWidth: true
        font.weight: Font.DemiBold
        size: Theme.small ? 34 : 40
        text: entry.prompts[entry.field] ?? ""
        visible: text !== ""
    }
    DigitCells {
        Layout.fillWidth: true
        Layout.preferredHeight: Theme.u(Theme.small ? 72 : Theme.wide ? 92 : 116)
        count: entry.wanted
        digits: entry.digits
        gaps: entry.wanted === 8 ? [2, 4] : entry.wanted === 12 ? [3, 6, 9] : entry.wanted === 10 ? [4, 7] : []
    }
    Keypad {
        Layout.fillHeight: true
        Layout.fillWidth: true
        otherIcon: entry.last ? "check" : "forward"
        otherLabel: entry.last ? qsTr("Xong") : qsTr("Tiếp")
        otherName: "digits_done"
        otherOff: entry.digits.length < entry.wanted
        otherStrong: true

        onDigit: figure => entry.put(figure)
        onErase: entry.take()
        onOther: entry.next()
    }
}
