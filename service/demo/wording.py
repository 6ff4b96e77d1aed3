"""Sentences of the invented half-year, picked by name so that every run says the same."""

from __future__ import annotations

from hashlib import sha256

PROGRESS = (
    "Đã hoàn thành dự thảo, đang lấy ý kiến các cơ quan, đơn vị; đạt khoảng {percent}%.",
    "Đã thu thập số liệu của các đơn vị, đang tổng hợp; khoảng {percent}% khối lượng.",
    "Đã rà soát xong bước một, còn đối chiếu với quy định của thành phố; khoảng {percent}%.",
    "Đã làm việc với ba đơn vị, còn hai đơn vị; ước đạt {percent}%.",
)
QUESTIONS = (
    "Đề nghị cung cấp danh mục hồ sơ và số liệu đến hết tháng trước.",
    "Đề nghị cử người phối hợp và cho ý kiến vào dự thảo kèm theo.",
    "Đề nghị xác nhận lịch làm việc và danh mục hồ sơ cần kiểm tra.",
)
DELAYS = (
    "Đầu mối nghỉ thai sản, người nhận bàn giao chưa nắm hết việc.",
    "Số liệu của hai đơn vị gửi chậm, phải đối chiếu lại nhiều lần.",
    "Đơn vị tập trung phục vụ kỳ họp, chưa bố trí đủ người.",
)
DEFECTS = (
    "Thiếu phụ lục số liệu theo từng đơn vị; chưa nêu trách nhiệm và thời hạn khắc phục.",
    "Dự thảo chưa tiếp thu ý kiến của hai đơn vị; thiếu bản tổng hợp, giải trình.",
    "Sản phẩm chưa đúng thể thức; thiếu minh chứng kèm theo.",
)
PERIOD_REPORTS = (
    "Thực hiện thường xuyên trong quý; không phát sinh vướng mắc lớn.",
    "Đã thực hiện theo kế hoạch; số liệu chi tiết trong báo cáo quý của đơn vị.",
    "Duy trì nền nếp; có hai việc chậm đã được chấn chỉnh trong quý.",
)


def pick(sentences: tuple[str, ...], name: str) -> str:
    """The same sentence for the same name, for ever."""
    return sentences[sha256(name.encode()).digest()[0] % len(sentences)]


def result_text(product: str) -> str:
    """What a head writes when handing in a product."""
    first = product[:1].lower() + product[1:] if product else "sản phẩm theo kế hoạch"
    return f"Báo cáo kết quả, gửi kèm {first}."[:900]
