from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "alianza.messages"
    label = "alianza_messages"  # Django's own app for one-time notices is labelled `messages`
