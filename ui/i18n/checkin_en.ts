<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>Access</name>
    <message>
        <source>Đã có mã để mở chip</source>
        <translation>The digits are already known</translation>
    </message>
    <message numerus="yes">
        <source>Còn %n lần</source>
        <translation>
            <numerusform>%n try left</numerusform>
            <numerusform>%n tries left</numerusform>
        </translation>
    </message>
    <message>
        <source>Mời đặt thẻ lên đầu đọc</source>
        <translation>Place the card on the reader</translation>
    </message>
    <message>
        <source>Đưa mã QR của thẻ vào ô quét</source>
        <translation>Show the card&apos;s QR code to the scanner</translation>
    </message>
    <message>
        <source>Chưa đúng, mời xem lại 6 số</source>
        <translation>Not quite, please check the 6 digits</translation>
    </message>
    <message>
        <source>Nhập 6 số cuối in trên thẻ</source>
        <translation>Enter the last 6 digits printed on the card</translation>
    </message>
    <message>
        <source>Nhập số</source>
        <translation>Type digits</translation>
    </message>
    <message>
        <source>Quét QR</source>
        <translation>Scan QR</translation>
    </message>
    <message>
        <source>Lấy số ra quầy</source>
        <translation>Get a desk number</translation>
    </message>
    <message>
        <source>Không phải nhập lại từ đầu</source>
        <translation>Nothing has to be entered again</translation>
    </message>
</context>
<context>
    <name>AlreadyToday</name>
    <message>
        <source>Số %1 · lúc %2</source>
        <translation>Number %1 · at %2</translation>
    </message>
    <message>
        <source>Số %1 · Phòng %2 · lúc %3</source>
        <translation>Number %1 · Room %2 · at %3</translation>
    </message>
    <message>
        <source>Hôm nay đã lấy số</source>
        <translation>You have a number today</translation>
    </message>
    <message>
        <source>Lấy lại số %1</source>
        <translation>Get number %1 again</translation>
    </message>
    <message>
        <source>Khám thêm chuyên khoa</source>
        <translation>Add another specialty</translation>
    </message>
    <message>
        <source>Thêm vào lượt khám đang mở</source>
        <translation>Added to today&apos;s visit</translation>
    </message>
    <message>
        <source>Quay lại lấy kết quả</source>
        <translation>Back for test results</translation>
    </message>
    <message>
        <source>Trở về phòng đã khám</source>
        <translation>Return to the same room</translation>
    </message>
    <message>
        <source>Ra quầy</source>
        <translation>Go to the desk</translation>
    </message>
    <message>
        <source>Việc khác, nhân viên giúp</source>
        <translation>Anything else, staff will help</translation>
    </message>
</context>
<context>
    <name>CardPair</name>
    <message>
        <source>Thẻ CCCD</source>
        <translation>CCCD card</translation>
    </message>
    <message>
        <source>Thẻ Căn cước, mặt sau</source>
        <translation>New card, back side</translation>
    </message>
    <message>
        <source>Căn cước mới</source>
        <translation>New card</translation>
    </message>
</context>
<context>
    <name>Claim</name>
    <message>
        <source>12 số căn cước</source>
        <translation>12 digits of the ID number</translation>
    </message>
    <message>
        <source>Ngày, tháng, năm sinh</source>
        <translation>Day, month and year of birth</translation>
    </message>
    <message>
        <source>Hoặc đưa mã QR vào ô quét</source>
        <translation>Or show a QR code to the scanner</translation>
    </message>
    <message>
        <source>Không cần thẻ, chỉ cần nhớ số</source>
        <translation>No card needed, only the number</translation>
    </message>
    <message>
        <source>Số căn cước và ngày sinh</source>
        <translation>ID number and birth date</translation>
    </message>
</context>
<context>
    <name>Confirm</name>
    <message>
        <source>Người khám là ai?</source>
        <translation>Who is the patient?</translation>
    </message>
    <message>
        <source>Thẻ đã quá ngày hết hạn, quầy sẽ hướng dẫn đổi thẻ.</source>
        <translation>The card has expired; the desk will explain how to renew it.</translation>
    </message>
    <message>
        <source>Đúng, người này khám</source>
        <translation>Yes, this person</translation>
    </message>
    <message>
        <source>Tôi đưa người khác đi khám</source>
        <translation>I brought someone else</translation>
    </message>
    <message>
        <source>Thẻ này là của người đi cùng</source>
        <translation>This card is the companion&apos;s</translation>
    </message>
    <message>
        <source>Không phải thẻ của tôi</source>
        <translation>This is not my card</translation>
    </message>
    <message>
        <source>Xóa ngay thông tin vừa đọc</source>
        <translation>Erase what was just read</translation>
    </message>
</context>
<context>
    <name>Consent</name>
    <message>
        <source>Thẻ của người đi cùng, để biết ai đưa đi khám</source>
        <translation>The companion&apos;s card, to know who came along</translation>
    </message>
    <message>
        <source>Chỉ để làm thủ tục khám hôm nay</source>
        <translation>Only for today&apos;s check-in</translation>
    </message>
    <message>
        <source>Cho phép đọc
chip trên thẻ?</source>
        <translation>May we read
the chip?</translation>
    </message>
    <message>
        <source>Đồng ý, đọc thẻ</source>
        <translation>Yes, read the card</translation>
    </message>
    <message>
        <source>Dùng mã QR
hoặc nhập số</source>
        <translation>Use a QR code
or type digits</translation>
    </message>
    <message>
        <source>Không đọc,
nhập số</source>
        <translation>No, type
the number</translation>
    </message>
    <message>
        <source>Hỏi nhân viên</source>
        <translation>Ask staff</translation>
    </message>
</context>
<context>
    <name>ConsentRows</name>
    <message>
        <source>Họ tên, ngày sinh, số căn cước</source>
        <translation>Name, birth date, ID number</translation>
    </message>
    <message>
        <source>Ảnh chân dung</source>
        <translation>Portrait</translation>
    </message>
    <message>
        <source>Chữ ký số của thẻ</source>
        <translation>The card&apos;s digital signature</translation>
    </message>
    <message>
        <source>Không lưu</source>
        <translation>Not kept</translation>
    </message>
    <message>
        <source>để lập lượt khám</source>
        <translation>to open the visit</translation>
    </message>
    <message>
        <source>để nhân viên đối chiếu, xóa cuối ngày</source>
        <translation>for staff to compare, erased tonight</translation>
    </message>
    <message>
        <source>để biết thẻ là thẻ thật</source>
        <translation>to know the card is genuine</translation>
    </message>
    <message>
        <source>vân tay, tôn giáo, đặc điểm nhận dạng</source>
        <translation>fingerprints, religion, identifying marks</translation>
    </message>
</context>
<context>
    <name>Contact</name>
    <message>
        <source>10 số điện thoại, không bắt buộc</source>
        <translation>10 digits, optional</translation>
    </message>
    <message>
        <source>Chỉ để báo khi có kết quả kiểm tra bảo hiểm</source>
        <translation>Only to tell you how the insurance check ended</translation>
    </message>
    <message>
        <source>Để lại số điện thoại</source>
        <translation>Leave a phone number</translation>
    </message>
</context>
<context>
    <name>Dependant</name>
    <message>
        <source>12 số định danh của người khám</source>
        <translation>12 digits of the patient&apos;s number</translation>
    </message>
    <message>
        <source>Ngày, tháng, năm sinh của người khám</source>
        <translation>Patient&apos;s day, month and year of birth</translation>
    </message>
    <message>
        <source>Hoặc đưa mã QR của người khám vào ô quét</source>
        <translation>Or show the patient&apos;s QR code to the scanner</translation>
    </message>
    <message>
        <source>Trẻ em: số ghi trên giấy khai sinh</source>
        <translation>For a child: the number on the birth certificate</translation>
    </message>
    <message>
        <source>Ai khám hôm nay?</source>
        <translation>Whose visit is it?</translation>
    </message>
</context>
<context>
    <name>Dock</name>
    <message>
        <source>Quay lại</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Chữ rõ</source>
        <translation>Contrast</translation>
    </message>
    <message>
        <source>Thêm giờ</source>
        <translation>More time</translation>
    </message>
    <message>
        <source>Trợ giúp</source>
        <translation>Help</translation>
    </message>
    <message>
        <source>Kết thúc</source>
        <translation>Finish</translation>
    </message>
    <message>
        <source>Hủy</source>
        <translation>Cancel</translation>
    </message>
</context>
<context>
    <name>EntryScreen</name>
    <message>
        <source>Chưa có số, ra quầy</source>
        <translation>No number? Go to desk</translation>
    </message>
    <message>
        <source>Xong</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Tiếp</source>
        <translation>Next</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Có người giúp ngay đây</source>
        <translation>Help is here</translation>
    </message>
    <message>
        <source>Gọi nhân viên tới đây</source>
        <translation>Call staff here</translation>
    </message>
    <message>
        <source>Đã gọi. Nhân viên đang tới, mời chờ tại đây.</source>
        <translation>Staff have been called. Please wait here.</translation>
    </message>
    <message>
        <source>Lấy số ra quầy</source>
        <translation>Get a desk number</translation>
    </message>
    <message>
        <source>Không phải nhập lại từ đầu</source>
        <translation>Nothing has to be entered again</translation>
    </message>
    <message>
        <source>Chữ rõ</source>
        <translation>Contrast</translation>
    </message>
    <message>
        <source>Nền đen, chữ sáng</source>
        <translation>Black ground, bright letters</translation>
    </message>
</context>
<context>
    <name>HelpWords</name>
    <message>
        <source>Mã cho nhân viên: %1</source>
        <translation>Code for staff: %1</translation>
    </message>
    <message>
        <source>Máy chưa mở được chip bằng 6 số này.</source>
        <translation>These 6 digits did not open the chip.</translation>
    </message>
    <message>
        <source>Máy chưa đọc được chip của thẻ này.</source>
        <translation>The chip of this card could not be read yet.</translation>
    </message>
    <message>
        <source>Thẻ vừa đặt không phải thẻ căn cước gắn chip.</source>
        <translation>This card is not a chip ID card.</translation>
    </message>
    <message>
        <source>Máy chưa tìm được người khám bằng số này.</source>
        <translation>No patient was found by this number yet.</translation>
    </message>
    <message>
        <source>Thẻ này cần nhân viên xem tận tay.</source>
        <translation>Staff need to see this card.</translation>
    </message>
    <message>
        <source>Máy chưa ghi được lượt khám.</source>
        <translation>The visit could not be recorded yet.</translation>
    </message>
    <message>
        <source>Gọi nhân viên, hoặc lấy số ra quầy.</source>
        <translation>Call staff, or get a desk number.</translation>
    </message>
    <message>
        <source>6 số cần nhập là 6 số cuối của dãy 12 số ở mặt trước thẻ.</source>
        <translation>The 6 digits are the last of the 12 on the front of the card.</translation>
    </message>
    <message>
        <source>Chip có thể bị xước hoặc bẩn. Thẻ vẫn dùng được, quầy sẽ nhập giúp.</source>
        <translation>The chip may be scratched or dirty. The card is still good: the desk will enter it.</translation>
    </message>
    <message>
        <source>Mời đặt thẻ CCCD gắn chip hoặc thẻ Căn cước mới. Thẻ khác thì quầy xem giúp.</source>
        <translation>Please use the chip CCCD or the new Căn cước card. The desk helps with other cards.</translation>
    </message>
    <message>
        <source>Số có thể khác với hồ sơ. Quầy sẽ tìm giúp bằng giấy tờ.</source>
        <translation>The number may differ from our files. The desk will find it with your papers.</translation>
    </message>
    <message>
        <source>Quầy sẽ xem thẻ và làm thủ tục ngay tại đó, vẫn khám hôm nay.</source>
        <translation>The desk will look at the card and check you in there, for a visit today.</translation>
    </message>
    <message>
        <source>Thông tin vừa đọc vẫn còn. Quầy sẽ ghi tiếp, không phải đọc lại thẻ.</source>
        <translation>What was read is still here. The desk goes on without reading the card again.</translation>
    </message>
    <message>
        <source>Mọi thứ đã nhập vẫn còn. Bấm Quay lại để làm tiếp.</source>
        <translation>Everything entered is still here. Press Back to go on.</translation>
    </message>
    <message>
        <source>Quay lại làm tiếp</source>
        <translation>Back to where I was</translation>
    </message>
    <message>
        <source>Thử lại lần nữa</source>
        <translation>Try once more</translation>
    </message>
</context>
<context>
    <name>IdleWarning</name>
    <message>
        <source>Nếu không bấm, máy sẽ xóa thông tin và trở về màn hình đầu. Nhớ lấy lại thẻ.</source>
        <translation>Without a touch, everything is erased and the first screen returns. Remember to take your card.</translation>
    </message>
    <message>
        <source>Nếu không bấm, máy sẽ xóa thông tin và trở về màn hình đầu.</source>
        <translation>Without a touch, everything is erased and the first screen returns.</translation>
    </message>
    <message>
        <source>Cần thêm thời gian?</source>
        <translation>Need more time?</translation>
    </message>
    <message>
        <source>Cần thêm thời gian</source>
        <translation>More time, please</translation>
    </message>
    <message>
        <source>Kết thúc, xóa thông tin</source>
        <translation>Finish and erase</translation>
    </message>
</context>
<context>
    <name>Insurance</name>
    <message>
        <source>Mã thẻ</source>
        <translation>Card number</translation>
    </message>
    <message>
        <source>Hạn dùng</source>
        <translation>Validity</translation>
    </message>
    <message>
        <source>Nơi đăng ký</source>
        <translation>Registered at</translation>
    </message>
    <message>
        <source>Tên, ngày sinh</source>
        <translation>Name and birth date</translation>
    </message>
    <message>
        <source>đến %1</source>
        <translation>until %1</translation>
    </message>
    <message>
        <source>khớp với thẻ căn cước</source>
        <translation>match the ID card</translation>
    </message>
    <message>
        <source>Tiếp tục</source>
        <translation>Continue</translation>
    </message>
    <message>
        <source>Lấy số khám</source>
        <translation>Get a number</translation>
    </message>
    <message>
        <source>Để lại số điện thoại</source>
        <translation>Leave a phone number</translation>
    </message>
    <message>
        <source>Giúp kiểm tra nhanh hơn, không bắt buộc</source>
        <translation>Speeds up the check, optional</translation>
    </message>
    <message>
        <source>Thông tin chưa đúng? Bấm Trợ giúp.</source>
        <translation>Something wrong? Press Help.</translation>
    </message>
</context>
<context>
    <name>InsuranceWords</name>
    <message>
        <source>Đang hỏi cơ quan bảo hiểm</source>
        <translation>Asking the insurance office</translation>
    </message>
    <message>
        <source>Bảo hiểm y tế còn hạn</source>
        <translation>Health insurance is valid</translation>
    </message>
    <message>
        <source>Bảo hiểm y tế có thẻ mới</source>
        <translation>You have a new insurance card</translation>
    </message>
    <message>
        <source>Lấy số,
đưa thẻ giấy tại quầy</source>
        <translation>Take a number, show
the paper card at the desk</translation>
    </message>
    <message>
        <source>Chưa thấy thẻ bảo hiểm</source>
        <translation>No insurance card found</translation>
    </message>
    <message>
        <source>Quầy sẽ xem giúp bảo hiểm</source>
        <translation>The desk will check your insurance</translation>
    </message>
    <message>
        <source>Bảo hiểm sẽ kiểm tra sau</source>
        <translation>Insurance will be checked later</translation>
    </message>
    <message>
        <source>Đã ghi nhận</source>
        <translation>Recorded</translation>
    </message>
    <message>
        <source>Nhiều nhất 8 giây</source>
        <translation>8 seconds at most</translation>
    </message>
    <message>
        <source>Đã hỏi cơ quan bảo hiểm lúc %1</source>
        <translation>The insurance answered at %1</translation>
    </message>
    <message>
        <source>Hệ thống bảo hiểm đang bận. Vẫn lấy số và vào khám bình thường.</source>
        <translation>The insurance system is busy. Your visit goes on as usual.</translation>
    </message>
    <message>
        <source>Vẫn lấy số và vào khám bình thường.</source>
        <translation>Your visit goes on as usual.</translation>
    </message>
    <message>
        <source>Máy đang hỏi hạn dùng và nơi đăng ký. Không cần bấm gì.</source>
        <translation>Checking validity and registration. Nothing to press.</translation>
    </message>
    <message>
        <source>Máy đã dùng mã thẻ mới. Thẻ cũ không cần đưa nữa.</source>
        <translation>The new card number is used. The old card is not needed.</translation>
    </message>
    <message>
        <source>Thẻ này được quầy xem tận tay. Mời chuẩn bị thẻ giấy.</source>
        <translation>The desk looks at this card itself. Please have the paper card ready.</translation>
    </message>
    <message>
        <source>Có thẻ giấy hoặc VssID thì đưa tại quầy để xem lại.</source>
        <translation>If you have a paper card or VssID, show it at the desk.</translation>
    </message>
    <message>
        <source>Có vài chỗ cần xem lại. Mời đưa thẻ căn cước tại quầy khi được gọi.</source>
        <translation>Some details need a look. Please show the ID card at the desk when called.</translation>
    </message>
    <message>
        <source>Quầy sẽ hỏi lại bảo hiểm trong lúc khám. Không cần chờ ở đây.</source>
        <translation>The desk asks again during your visit. No need to wait here.</translation>
    </message>
    <message>
        <source>Mời xuất trình giấy tờ khi quầy gọi.</source>
        <translation>Please show your papers when the desk calls.</translation>
    </message>
</context>
<context>
    <name>Keypad</name>
    <message>
        <source>Xóa</source>
        <translation>Erase</translation>
    </message>
</context>
<context>
    <name>NoCard</name>
    <message>
        <source>Có VNeID, VssID hoặc thẻ BHYT giấy: đưa mã QR vào ô quét.</source>
        <translation>VNeID, VssID or a paper insurance card: show its QR code to the scanner.</translation>
    </message>
    <message>
        <source>Mời chọn thứ đang có</source>
        <translation>Choose what you have</translation>
    </message>
    <message>
        <source>Không mang thẻ vẫn khám được</source>
        <translation>No card? You can still be seen</translation>
    </message>
    <message>
        <source>Hoặc chọn thứ đang có:</source>
        <translation>Or choose what you have:</translation>
    </message>
    <message>
        <source>Nhớ số căn cước</source>
        <translation>I know the ID number</translation>
    </message>
    <message>
        <source>nhập số và ngày sinh</source>
        <translation>type number and birth date</translation>
    </message>
    <message>
        <source>Khám cho trẻ em</source>
        <translation>The patient is a child</translation>
    </message>
    <message>
        <source>có người giám hộ đi cùng</source>
        <translation>with a guardian</translation>
    </message>
    <message>
        <source>Hộ chiếu</source>
        <translation>Passport</translation>
    </message>
    <message>
        <source>Giấy tờ khác, hoặc không có gì</source>
        <translation>Other papers, or none</translation>
    </message>
    <message>
        <source>Lấy số ra quầy, không ai bị từ chối</source>
        <translation>Get a desk number; nobody is turned away</translation>
    </message>
    <message>
        <source>VNeID, thẻ BHYT giấy: quầy xem giúp</source>
        <translation>VNeID, paper insurance card: the desk helps</translation>
    </message>
</context>
<context>
    <name>OutOfService</name>
    <message>
        <source>Mời sang máy bên cạnh hoặc tới quầy tiếp đón.</source>
        <translation>Please use the next kiosk or go to reception.</translation>
    </message>
    <message>
        <source>Máy này đang nghỉ</source>
        <translation>This kiosk is closed for now</translation>
    </message>
    <message>
        <source>Cần người giúp? Bấm Trợ giúp, nhân viên sẽ tới.</source>
        <translation>Need help? Press Help and staff will come.</translation>
    </message>
</context>
<context>
    <name>PersonCard</name>
    <message>
        <source>Sinh ngày</source>
        <translation>Born</translation>
    </message>
    <message>
        <source>Số căn cước</source>
        <translation>ID number</translation>
    </message>
    <message>
        <source>Thẻ thật, đã kiểm tra</source>
        <translation>Genuine card, checked</translation>
    </message>
    <message>
        <source>Đọc từ chip của thẻ</source>
        <translation>Read from the chip</translation>
    </message>
</context>
<context>
    <name>QrStrip</name>
    <message>
        <source>Hoặc đưa mã QR của thẻ vào ô quét</source>
        <translation>Or show the card&apos;s QR code to the scanner</translation>
    </message>
</context>
<context>
    <name>ReaderLost</name>
    <message>
        <source>Vẫn khám được: đưa mã QR của thẻ, VNeID hoặc thẻ BHYT vào ô quét.</source>
        <translation>You can still be seen: show the QR code of the card, VNeID or insurance card.</translation>
    </message>
    <message>
        <source>Vẫn khám được: lấy số ra quầy, hoặc nhập số căn cước.</source>
        <translation>You can still be seen: get a desk number, or type the ID number.</translation>
    </message>
    <message>
        <source>Đầu đọc thẻ đang nghỉ</source>
        <translation>The card reader is not working</translation>
    </message>
    <message>
        <source>Lấy số ra quầy</source>
        <translation>Get a desk number</translation>
    </message>
    <message>
        <source>Nhập số hoặc giấy tờ khác</source>
        <translation>Number or other papers</translation>
    </message>
    <message>
        <source>căn cước, hộ chiếu, trẻ em</source>
        <translation>ID number, passport, child</translation>
    </message>
    <message>
        <source>Khám cho con, người nhà</source>
        <translation>For a child or relative</translation>
    </message>
</context>
<context>
    <name>Reading</name>
    <message>
        <source>Máy đang đọc, không cần bấm gì</source>
        <translation>Reading, nothing to press</translation>
    </message>
    <message>
        <source>Để nguyên thẻ</source>
        <translation>Leave the card in place</translation>
    </message>
</context>
<context>
    <name>ReadingPanel</name>
    <message>
        <source>Mở khóa chip</source>
        <translation>Open the chip</translation>
    </message>
    <message>
        <source>Đọc họ tên, ngày sinh</source>
        <translation>Name and birth date</translation>
    </message>
    <message>
        <source>Đọc ảnh chân dung</source>
        <translation>Portrait</translation>
    </message>
    <message>
        <source>Kiểm tra thẻ thật</source>
        <translation>Check it is genuine</translation>
    </message>
    <message>
        <source>Đang mở khóa chip</source>
        <translation>Opening the chip</translation>
    </message>
    <message>
        <source>Đang đọc họ tên, ngày sinh</source>
        <translation>Reading name and birth date</translation>
    </message>
    <message>
        <source>Đang đọc ảnh chân dung</source>
        <translation>Reading the portrait</translation>
    </message>
    <message>
        <source>Đang kiểm tra thẻ thật</source>
        <translation>Checking that it is genuine</translation>
    </message>
    <message>
        <source>Bước %1 trong 4</source>
        <translation>Step %1 of 4</translation>
    </message>
    <message>
        <source>xong</source>
        <translation>done</translation>
    </message>
    <message>
        <source>đang đọc</source>
        <translation>now</translation>
    </message>
    <message>
        <source>chờ</source>
        <translation>next</translation>
    </message>
</context>
<context>
    <name>Reinsert</name>
    <message>
        <source>Thẻ vừa rời khỏi đầu đọc</source>
        <translation>The card has just left the reader</translation>
    </message>
    <message>
        <source>Mời đặt lại thẻ</source>
        <translation>Put the card back</translation>
    </message>
    <message>
        <source>Không đọc nữa, lấy số ra quầy</source>
        <translation>Stop, get a desk number</translation>
    </message>
</context>
<context>
    <name>ReinsertPanel</name>
    <message>
        <source>Đặt đúng thẻ lúc nãy, máy đọc tiếp từ %1 %</source>
        <translation>Same card: reading goes on from %1 %</translation>
    </message>
    <message>
        <source>Đặt đúng thẻ lúc nãy, máy đọc tiếp</source>
        <translation>Same card: reading goes on</translation>
    </message>
    <message>
        <source>Đặt thẻ khác thì máy đọc lại từ đầu.</source>
        <translation>Another card starts from the beginning.</translation>
    </message>
</context>
<context>
    <name>Ring</name>
    <message>
        <source>giây</source>
        <translation>seconds</translation>
    </message>
</context>
<context>
    <name>Route</name>
    <message>
        <source>Để quầy làm đúng quyền lợi bảo hiểm</source>
        <translation>So that the desk applies the right cover</translation>
    </message>
    <message>
        <source>Nơi đăng ký ban đầu là cơ sở khác:</source>
        <translation>Registered for first care elsewhere:</translation>
    </message>
    <message>
        <source>Có mang giấy nào không?</source>
        <translation>Any of these papers?</translation>
    </message>
    <message>
        <source>Nơi đăng ký</source>
        <translation>Registered at</translation>
    </message>
    <message>
        <source>Phiếu chuyển</source>
        <translation>Transfer slip</translation>
    </message>
    <message>
        <source>từ nơi khám khác</source>
        <translation>from another clinic</translation>
    </message>
    <message>
        <source>Phiếu hẹn</source>
        <translation>Appointment slip</translation>
    </message>
    <message>
        <source>hoặc ghi trên đơn thuốc</source>
        <translation>or on a prescription</translation>
    </message>
    <message>
        <source>Giấy lưu trú</source>
        <translation>Residence paper</translation>
    </message>
    <message>
        <source>đang ở tạm nơi này</source>
        <translation>staying here for now</translation>
    </message>
    <message>
        <source>Không có giấy</source>
        <translation>No papers</translation>
    </message>
    <message>
        <source>vẫn khám bình thường</source>
        <translation>your visit goes on</translation>
    </message>
    <message>
        <source>Không chắc, nhờ quầy xem giấy</source>
        <translation>Not sure: let the desk look</translation>
    </message>
    <message>
        <source>Vẫn lấy số ngay bây giờ</source>
        <translation>You still get a number now</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>Chỉ một lát</source>
        <translation>Just a moment</translation>
    </message>
    <message>
        <source>Đang ghi lượt khám</source>
        <translation>Recording the visit</translation>
    </message>
    <message>
        <source>Máy đang lưu lượt khám và lấy số. Không cần bấm gì.</source>
        <translation>Saving the visit and taking a number. Nothing to press.</translation>
    </message>
</context>
<context>
    <name>Slip</name>
    <message>
        <source>Nhờ quầy xem giấy</source>
        <translation>Let the desk look</translation>
    </message>
    <message>
        <source>Số ghi trên phiếu, thêm số 0 ở đầu</source>
        <translation>The slip&apos;s number, zeros in front</translation>
    </message>
    <message>
        <source>Hoặc đưa mã QR của phiếu vào ô quét</source>
        <translation>Or show the slip&apos;s QR code to the scanner</translation>
    </message>
    <message>
        <source>Nhập số phiếu</source>
        <translation>Enter the slip&apos;s number</translation>
    </message>
</context>
<context>
    <name>StepThread</name>
    <message>
        <source>Đưa thẻ</source>
        <translation>Card</translation>
    </message>
    <message>
        <source>Đọc thẻ</source>
        <translation>Reading</translation>
    </message>
    <message>
        <source>Xác nhận</source>
        <translation>Confirm</translation>
    </message>
    <message>
        <source>Chọn khám</source>
        <translation>Choose</translation>
    </message>
    <message>
        <source>Lấy số</source>
        <translation>Ticket</translation>
    </message>
</context>
<context>
    <name>TakeCard</name>
    <message>
        <source>Lấy thẻ xong, số khám sẽ hiện ra</source>
        <translation>Your number shows after that</translation>
    </message>
    <message>
        <source>Không giữ lại thông tin nào</source>
        <translation>Nothing is kept</translation>
    </message>
    <message>
        <source>Mời lấy lại thẻ</source>
        <translation>Please take your card</translation>
    </message>
    <message>
        <source>Đã ghi nhận lượt khám.
Số khám đang chờ.</source>
        <translation>The visit is recorded.
The number is waiting.</translation>
    </message>
</context>
<context>
    <name>Ticket</name>
    <message>
        <source>Mời lấy phiếu ở khe in bên dưới</source>
        <translation>Please take the ticket from the slot below</translation>
    </message>
    <message>
        <source>Mời chụp lại hoặc nhớ số này</source>
        <translation>Please take a photo or remember this number</translation>
    </message>
    <message>
        <source>Phiếu số đang in</source>
        <translation>The ticket is being printed</translation>
    </message>
    <message>
        <source>Số khám đã lấy</source>
        <translation>Your number again</translation>
    </message>
    <message>
        <source>Số ra quầy</source>
        <translation>Number for the desk</translation>
    </message>
    <message>
        <source>Số khám</source>
        <translation>Your number</translation>
    </message>
    <message>
        <source>Xong</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Tự đóng và xóa thông tin sau %1 giây</source>
        <translation>Closes and erases in %1 seconds</translation>
    </message>
</context>
<context>
    <name>TicketCard</name>
    <message>
        <source>Quầy tiếp đón</source>
        <translation>Reception desk</translation>
    </message>
    <message>
        <source>Phòng %1</source>
        <translation>Room %1</translation>
    </message>
    <message>
        <source>Tầng %1</source>
        <translation>Floor %1</translation>
    </message>
    <message>
        <source>Mời tới quầy tiếp đón, ngồi chờ gọi số %1</source>
        <translation>Please sit near reception and wait for %1</translation>
    </message>
    <message>
        <source>Ngồi ở ghế trước Phòng %1, chờ gọi số %2</source>
        <translation>Sit outside Room %1, wait for %2</translation>
    </message>
    <message>
        <source>Lên tầng %1, ngồi ở ghế trước Phòng %2, chờ gọi số %3</source>
        <translation>Go up to floor %1, sit outside Room %2, wait for %3</translation>
    </message>
</context>
<context>
    <name>Visit</name>
    <message>
        <source>Số người chờ lúc %1</source>
        <translation>People waiting at %1</translation>
    </message>
    <message>
        <source>Hôm nay khám gì?</source>
        <translation>What is today&apos;s visit?</translation>
    </message>
    <message numerus="yes">
        <source>người chờ</source>
        <translation>
            <numerusform>waiting</numerusform>
            <numerusform>waiting</numerusform>
        </translation>
    </message>
    <message>
        <source>Không ai chờ</source>
        <translation>No one waiting</translation>
    </message>
    <message>
        <source>Khoa khác</source>
        <translation>More</translation>
    </message>
    <message>
        <source>Chưa biết khoa nào</source>
        <translation>I don&apos;t know which</translation>
    </message>
    <message>
        <source>Nhân viên sàng lọc sẽ hướng dẫn</source>
        <translation>Staff will guide you</translation>
    </message>
    <message>
        <source>Xin ưu tiên</source>
        <translation>Ask for priority</translation>
    </message>
    <message>
        <source>Đã ghi ưu tiên</source>
        <translation>Priority noted</translation>
    </message>
    <message>
        <source>nhân viên sẽ xác nhận tại quầy</source>
        <translation>staff will confirm at the desk</translation>
    </message>
    <message>
        <source>mang thai, khuyết tật nặng, người có công</source>
        <translation>pregnancy, severe disability, war merit</translation>
    </message>
</context>
<context>
    <name>VisitStrip</name>
    <message>
        <source>Người khám</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>BHYT kiểm tra sau</source>
        <translation>Insurance later</translation>
    </message>
    <message>
        <source>BHYT còn hạn</source>
        <translation>Insurance valid</translation>
    </message>
</context>
<context>
    <name>WaitingAhead</name>
    <message numerus="yes">
        <source>người đang chờ phía trước</source>
        <translation>
            <numerusform>person waiting before you</numerusform>
            <numerusform>people waiting before you</numerusform>
        </translation>
    </message>
    <message>
        <source>Không ai chờ phía trước</source>
        <translation>No one is waiting before you</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Thẻ CCCD gắn chip hoặc thẻ Căn cước mới</source>
        <translation>Chip CCCD or the new Căn cước card</translation>
    </message>
    <message>
        <source>Mời đặt thẻ căn cước lên đầu đọc</source>
        <translation>Place your ID card on the reader</translation>
    </message>
    <message>
        <source>Khám cho con, người nhà</source>
        <translation>For a child or relative</translation>
    </message>
    <message>
        <source>Không mang thẻ</source>
        <translation>I have no card</translation>
    </message>
</context>
</TS>
