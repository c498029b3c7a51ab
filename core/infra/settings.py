"""One frozen settings object per process, read from the environment (``DEALERLINE_*``) and ``.env``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

# "07:00", local to the depot; a day without "00:00" begins with the first that is named.
HourOfDay = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class CarrierAccess(BaseModel):
    """Where a carrier's service answers (``core.integrations.carriers``), and for how long it may think."""

    url: str = Field(pattern="^https?://")
    key: SecretStr = SecretStr("")
    seconds: float = Field(default=10.0, gt=0, le=60)


class Settings(BaseSettings):
    """Every setting has a default that works on one machine with nothing else installed."""

    model_config = SettingsConfigDict(
        env_prefix="DEALERLINE_", env_file=".env", frozen=True, extra="ignore", secrets_dir=None
    )

    database_url: str = "sqlite:///data/dealerline.db"
    bot_token: SecretStr = SecretStr("")
    bot_api_base: str = "https://api.telegram.org"
    bot_username: str = ""
    webhook_url: str = ""  # empty: long polling
    webhook_secret: SecretStr = SecretStr("")
    payment_secret: SecretStr = SecretStr("")  # shared with who reports payments; empty: no such hook
    # Shared with each carrier that reports where shipments are: {"DHL": "…"}; one without has no hook.
    carrier_secrets: dict[str, SecretStr] = Field(default_factory=dict)
    # Booked by machine: {"DHL": {"url": "https://…", "key": "…"}}; all others are booked by hand.
    carrier_services: dict[str, CarrierAccess] = Field(default_factory=dict)
    # A routing server with a table service; empty: roads are reckoned from the straight line.
    road_server_url: str = Field(default="", pattern="^(https?://.+)?$")
    road_server_kind: Literal["osrm", "valhalla"] = "osrm"
    road_server_profile: str = "driving"  # OSRM's profile, or Valhalla's costing: auto, truck
    # Without a server: a file of measured roads (`core.routing.formats.road_tables`); empty: none are known.
    road_table: str = ""
    # From which hour of the day on: km/h of roads that are reckoned, per cent of the time of served ones.
    road_speeds: dict[HourOfDay, Annotated[int, Field(ge=5, le=130)]] = Field(default_factory=dict)
    road_percents: dict[HourOfDay, Annotated[int, Field(ge=20, le=500)]] = Field(default_factory=dict)
    # Voice notes are heard by a Whisper model in this folder, as faster-whisper reads it (extra "voice"), or
    # by a server that answers POST {url}/v1/audio/transcriptions as OpenAI's does; neither: orders are typed.
    speech_model: str = ""
    speech_server_url: str = Field(default="", pattern="^(https?://.+)?$")
    speech_server_key: SecretStr = SecretStr("")
    speech_server_model: str = "whisper-1"
    object_store_url: str = "file://data/objects"  # photos and signatures; or s3://bucket/prefix
    public_url: str = ""  # where drivers' phones reach us: "https://app.example.com"; empty: this machine
    map_file: str = ""  # a PMTiles file that drivers' phones draw streets from; empty: none
    listen_host: str = "127.0.0.1"
    listen_port: int = 8080
    company: str = "MegaDistro Solutions"
    order_prefix: str = "B2B"
    default_language: str = "en"
    default_zone: str = "UTC"
    # Local to each depot: whoever is served tomorrow and has heard of no time hears it now.
    windows_told_at: str = Field(default="18:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    prepared_days: int = Field(default=3, ge=1, le=60)  # that an order prepared for a dealer waits for it
    default_currency: str = "USD"
    default_phone_region: str = "US"
    require_second_factor: bool = True  # critical acts want one; False: only of those who enrolled one
    secret_key: SecretStr = SecretStr("")  # long and random; seals the keys of second factors in the database
    metrics_token: SecretStr = SecretStr("")  # whoever bears it reads /metrics; empty: nobody does
    log_level: str = "INFO"
    log_json: bool = False
    sends_per_second: float = Field(default=25.0, gt=0)
    chat_burst: int = Field(default=5, ge=1)
