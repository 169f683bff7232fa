import QtQuick

// Fields of digits asked for one after another: what was typed, what is wanted, and when all is there.
QtObject {
    id: entry

    property list<int> lengths: [12]
    property list<string> prompts: []
    property int field: 0
    property string digits: ""
    property list<string> given: []
    readonly property int wanted: lengths[field]
    readonly property bool full: digits.length === wanted
    readonly property bool last: field === lengths.length - 1

    signal complete(list<string> values)

    function put(figure: string): void {
        if (!full)
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
        if (!full)
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
}
