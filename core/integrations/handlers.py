"""Every command and query of files in and out, and the function that does it."""

from __future__ import annotations

from core.infra.door import Handler
from core.integrations.master_data.use_cases.export_table import ExportTable, export_table
from core.integrations.master_data.use_cases.import_receipts import (
    ImportReceipts,
    import_receipts,
    read_receipts,
)
from core.integrations.master_data.use_cases.import_tables import (
    ImportTable,
    ImportTables,
    import_table,
    import_tables,
    read_table,
    read_tables,
)
from core.integrations.order_files.use_cases.receive_file import (
    ChooseColumn,
    ReceiveFile,
    choose_column,
    look_at_file,
    receive_file,
)
from core.integrations.order_files.use_cases.take_file import TakeFile, read_file, take_file
from core.integrations.pictures.use_cases.read_photo import ReadPhoto, clean_photo, look_at_photo, read_photo
from core.integrations.speech.use_cases.hear_voice import (
    CanListen,
    HearVoice,
    can_listen,
    hear_voice,
    listen,
    prepare_to_listen,
)
from core.integrations.speech.use_cases.take_voice import (
    TakeVoice,
    ThrowVoice,
    take_voice,
    throw_voice,
    understand_voice,
)

HANDLERS: dict[type, Handler] = {
    ImportTable: Handler(import_table, prepare=read_table),
    ImportReceipts: Handler(import_receipts, prepare=read_receipts),
    ImportTables: Handler(import_tables, prepare=read_tables),
    ExportTable: Handler(export_table),
    ReceiveFile: Handler(receive_file, prepare=look_at_file),
    ChooseColumn: Handler(choose_column),
    TakeFile: Handler(take_file, prepare=read_file),
    CanListen: Handler(can_listen),
    HearVoice: Handler(hear_voice, prepare=prepare_to_listen, compute=listen),
    TakeVoice: Handler(take_voice, prepare=understand_voice),
    ThrowVoice: Handler(throw_voice),
    ReadPhoto: Handler(read_photo, prepare=clean_photo, compute=look_at_photo),
}
