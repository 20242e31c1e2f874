import gc

from config import gunicorn


def test_what_a_process_starts_with_is_out_of_garbage_collection() -> None:
    gc.unfreeze()
    try:
        gunicorn.post_worker_init(object())

        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
